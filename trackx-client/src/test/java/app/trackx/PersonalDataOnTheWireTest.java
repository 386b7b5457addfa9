package app.trackx;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.faults.Exchange;
import app.trackx.faults.FaultyServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Plants forty kinds of personal data and secrets wherever an application may put them, and reads
 * every byte that is sent.
 */
@Tag("wire")
@Timeout(120)
class PersonalDataOnTheWireTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /**
   * Planted data, and the parts of it that must not be found. A bar splits texts that secret
   * scanners would recognize.
   */
  private static final List<Planted> KINDS = List.of(
      planted("the address bob.miller@example.com", "bob.miller", "example.com"),
      planted("the address jürgen+tag@müller.example", "jürgen", "müller"),
      planted("the address \"zoe q\"@mail.example.org", "zoe q", "mail.example"),
      planted("the address mia%40sub.example.net", "mia%40"),
      planted("see mailto:otto@beispiel.de", "otto", "beispiel"),
      planted("proxy http://admin:geheim1@proxy.internal:3128/", "admin", "geheim1"),
      planted("amqp://shop:p@ss/w0rd@mq.internal:5672/x", "shop:", "w0rd"),
      planted("jdbc:oracle:thin:scott/tiger7@//db.internal:1521/x", "scott", "tiger7"),
      planted("jdbc:sqlserver://db:1433;user=dbuser;password=Pa55w0rd;x=y", "dbuser", "Pa55w0rd"),
      planted("jdbc:postgresql://db/x?user=pguser&password=pgpass", "pguser", "pgpass"),
      planted("GET https://shop.example/find?q=hemorrhoids", "hemorrhoids"),
      planted("GET /find?name=Schneider&page=2 failed", "Schneider"),
      planted("https://shop.example/app#access=qwe81", "qwe81"),
      planted("Authorization: Basic dXNlcjpwdzE=", "dXNlcjpwdzE"),
      planted("rejected Bearer 8xNQJGmlU2d70PXqyJ7Po1", "8xNQJGmlU2d70"),
      planted("Cookie: sid=4cqwe91; theme=dark", "4cqwe91", "theme"),
      planted("X-Api-Key: 7f3b99aa12", "7f3b99aa12"),
      planted(
          "ey¦JhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl", "hbGciOi", "zdWIi", "c2lnbm"),
      planted("-----BE¦GIN PRIVATE KEY-----\nMIIEvQIBADAN\n-----END PRIVATE KEY-----", "MIIEvQ"),
      planted("key AK¦IAIOSFODNN7EXAMPLE", "IOSFODNN7"),
      planted("token gh¦p_16C7e42F292c6912E7710c838347Ae178B4a", "16C7e42F"),
      planted("sk_¦live_4eC39HqLyjWDarjtT1zdp7dc", "4eC39Hq"),
      planted("card 4111 1111 1111 1111 declined", "card 4111", "1111 1111"),
      planted("card 378282246310005 declined", "378282246310005"),
      planted("from DE89 3704 0044 0532 0130 00", "3704 0044", "DE89"),
      planted("from GB29NWBK60161331926819", "NWBK6016"),
      planted("call +49 170 1234567 back", "170 1234567"),
      planted("call +1 (555) 234-5678 back", "234-5678"),
      planted("refused by 203.0.113.77:8080", "203.0.113"),
      planted("refused by [2001:db8::8a2e:370:7334]:443", "8a2e:370"),
      planted("device 00:1b:44:11:3a:b7", "44:11:3a"),
      planted("password=hunter22", "hunter22"),
      planted("{\"password\":\"correct horse\"}", "correct horse"),
      planted("wrong passphrase 'open sesame'", "sesame"),
      planted("ssn=078-05-1120", "078-05"),
      planted(
          "ERROR: duplicate key\n  Detail: Key (name)=(Lindqvist) already exists.", "Lindqvist"),
      planted("Duplicate entry 'Nakamura' for key 'users.name'", "Nakamura"),
      planted("Failing row contains (17, Fernandez, null).", "Fernandez"),
      planted(
          "SQL [select * from users where name = 'Kowalski' and born = 19700102]",
          "Kowalski",
          "19700102"),
      planted("cannot read /home/bmiller/orders.csv", "bmiller"),
      planted("cannot read C:\\Users\\Grace Hopper\\orders.csv", "Grace", "Hopper"),
      planted("customer{firstName=Ottilie, dateOfBirth=1970-01-02}", "Ottilie", "1970-01-02"));

  @Test
  void fortyKinds_plantedEverywhere_areNotOnTheWire() throws Exception {
    assertThat(KINDS).hasSizeGreaterThanOrEqualTo(40);
    try (FaultyServer server = FaultyServer.start();
        TrackXClient client = TrackXClient.builder(server.endpoint())
            .rateLimit(RateLimit.none())
            .queueCapacity(10_000)
            .build()) {
      for (Planted kind : KINDS) {
        plant(client, kind.text);
      }

      assertThat(client.flush(PATIENCE)).isTrue();
      assertThat(client.diagnostics().totalDropped()).isZero();
      assertThat(client.diagnostics().sent()).isGreaterThanOrEqualTo(KINDS.size());
      StringBuilder wire = new StringBuilder();
      for (Exchange exchange : server.exchanges()) {
        wire.append(exchange.text()).append('\n');
      }
      String all = wire.toString();
      for (Planted kind : KINDS) {
        for (String part : kind.parts) {
          assertThat(all.contains(part))
              .as("'%s' of '%s' left", part, kind.text)
              .isFalse();
        }
      }
    }
  }

  private static void plant(TrackXClient client, String text) throws InterruptedException {
    IllegalStateException error = new IllegalStateException(text, new RuntimeException(text));
    error.addSuppressed(new RuntimeException(text));
    client.meta().put("live", text);
    client.sendEvent(error, Map.of("value", text, "list", List.of(Map.of("deep", text)), text, 1));
    client.capture(EventType.CUSTOM_LOGGER).name(text).message(text).uri(text).send();
    client
        .capture(EventType.CUSTOM_LOGGER)
        .uri("/page?" + text)
        .message("a page")
        .send();
    client
        .capture(EventType.CONSOLE_ERROR)
        .meta(Map.of("array", new Object[] {text}))
        .send();
    Thread thread = new Thread(() -> client.sendEvent(new RuntimeException("of a thread")), text);
    thread.start();
    thread.join();
    client.flush(PATIENCE); // so that no event is folded into another
  }

  private static Planted planted(String text, String... parts) {
    return new Planted(text.replace("¦", ""), Arrays.asList(parts));
  }

  private static final class Planted {
    final String text;
    final List<String> parts;

    Planted(String text, List<String> parts) {
      this.text = text;
      this.parts = new ArrayList<>(parts);
    }
  }
}
