package app.trackx.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsReaderTest {
  @TempDir
  Path directory;

  private static Options read(String... flags) throws OptionsReader.Fault {
    return OptionsReader.read(flags, Map.of());
  }

  @Test
  void serverAlone_isEnough() throws OptionsReader.Fault {
    Options options = read("--server", "https://api.example.com/");

    assertThat(options.server()).isEqualTo("https://api.example.com");
    assertThat(options.front().address().getPort()).isEqualTo(8090);
    assertThat(options.front().tls()).isNull();
    assertThat(options.front().projects()).isEmpty();
    assertThat(options.front().trustProxy()).isFalse();
    assertThat(options.burst()).isEqualTo(30);
    assertThat(options.perMinute()).isEqualTo(6);
    assertThat(options.scrub()).isTrue();
    assertThat(options.kafka()).isNull();
    assertThat(options.check()).isFalse();
    assertThat(options.limits().maxLog()).isEqualTo(1L << 30);
    assertThat(options.callTimeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(options.toString()).contains("api.example.com");
  }

  @Test
  void allForms_ofAFlag() throws OptionsReader.Fault {
    Options options = read(
        "--server=http://[::1]:8080/trackx",
        "--no-scrub",
        "--trust-proxy",
        "--check",
        "--listen=[::1]:9",
        "--max-log",
        "64m",
        "--projects",
        "aaaaaaaaaaa, bbbbbbbbbbb,",
        "--kafka=localhost:9092",
        "--kafka.client.id=x");

    assertThat(options.server()).isEqualTo("http://[::1]:8080/trackx");
    assertThat(options.scrub()).isFalse();
    assertThat(options.check()).isTrue();
    assertThat(options.front().trustProxy()).isTrue();
    assertThat(options.front().address().getHostString()).isEqualTo("::1");
    assertThat(options.front().projects()).containsExactlyInAnyOrder("aaaaaaaaaaa", "bbbbbbbbbbb");
    assertThat(options.limits().maxLog()).isEqualTo(64 << 20);
    assertThat(options.kafka().properties()).containsEntry("client.id", "x");
  }

  @Test
  void flag_overridesVariable_overridesFile() throws Exception {
    Path file = Files.writeString(
        directory.resolve("relay.properties"),
        "server=https://file.example.com\nper-minute=1\nburst=1\ncall-timeout=1\n");
    Map<String, String> variables = Map.of(
        "TRACKX_RELAY_CONFIG",
        file.toString(),
        "TRACKX_RELAY_PER_MINUTE",
        "2",
        "TRACKX_RELAY_BURST",
        "2",
        "OTHER",
        "x");
    Options options = OptionsReader.read(new String[] {"--burst", "3"}, variables);

    assertThat(options.server()).isEqualTo("https://file.example.com");
    assertThat(options.callTimeout()).isEqualTo(Duration.ofSeconds(1));
    assertThat(options.perMinute()).isEqualTo(2);
    assertThat(options.burst()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "| --server is missing",
        "--server https://api.example.com/v1/1dk93jd8sk2 | Leave out /v1",
        "--server ftp://api.example.com | It has to be a URL",
        "--server https://api.example.com/?a=b | It has to be a URL",
        "--server https://a:b@api.example.com | It has to be a URL",
        "--server api.example.com | It has to be a URL",
        "--sever x | There is no option \"sever\"",
        "server | options begin with --",
        "--server | --server needs a value",
        "--unknown | There is no option \"unknown\"",
        "--burst many | --burst is \"many\". It has to be a number from 0",
        "--burst -1 | from 0 to 1000000",
        "--per-minute 0 | from 1 to",
        "--max-log 1m | from 32m to",
        "--max-log x | It has to be a size such as 64m",
        "--max-log 99999999999999999999g | It has to be a size",
        "--max-body 2m | from 1k to 1m",
        "--listen nowhere | It has to be a port",
        "--listen 127.0.0.1:99999 | It has to be a port",
        "--listen :80 | It has to be a port",
        "--projects short | 11 characters",
        "--scrub=maybe | It has to be true or false",
        "--tls-cert a.pem | TLS needs both",
        "--tls-cert a.pem --tls-key b.pem | cannot be read",
        "--tls-keystore a.p12 | needs --tls-password-file",
        "--tls-keystore a.p12 --tls-password-file b | Check --tls-password-file",
        "--config missing.properties | Check --config"
      })
  void faults_areSentences(String flags, String sentence) {
    String all = (flags == null ? "" : flags);
    String[] words = all.isEmpty() ? new String[0] : all.split(" ");
    String[] complete = words;
    if (!all.isEmpty() && !all.startsWith("--server") && !all.startsWith("server")) {
      complete = ("--server https://api.example.com " + all).split(" ");
    }
    String[] read = complete;

    assertThatThrownBy(() -> read(read))
        .isInstanceOf(OptionsReader.Fault.class)
        .hasMessageContaining(sentence);
  }

  @Test
  void keyInAFault_isNotShown() {
    assertThatThrownBy(() -> read("--server", "https://api.example.com/v1/1dk93jd8sk2"))
        .hasMessageNotContaining("1dk93jd8sk2");
  }

  @Test
  void passwordFile_isRead() throws IOException {
    Path password = Files.writeString(directory.resolve("password"), "changeit\n");
    Path store = Files.writeString(directory.resolve("store"), "no key store");

    assertThatThrownBy(() -> read(
            "--server",
            "https://api.example.com",
            "--tls-keystore",
            store.toString(),
            "--tls-password-file",
            password.toString()))
        .hasMessageContaining("Check file and password")
        .hasMessageNotContaining("changeit");
  }

  @Test
  void help_namesEverySetting() {
    for (Setting setting : Setting.values()) {
      assertThat(Setting.help()).contains("--" + setting.flag).contains(setting.meaning);
    }
    assertThat(Setting.PER_MINUTE.variable()).isEqualTo("TRACKX_RELAY_PER_MINUTE");
  }
}
