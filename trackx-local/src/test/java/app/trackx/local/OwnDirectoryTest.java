package app.trackx.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may own, write and read what a server keeps its data in. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // a FIFO blocks for ever
class OwnDirectoryTest {
  private static final String[] FILES = {"lock", "key", "events.mv.db"};

  @TempDir
  private Path folder;

  private Path data() {
    return folder.resolve("data");
  }

  private TrackXLocal start() {
    return TrackXLocal.builder().dataDirectory(data()).start();
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  private static void chmod(Path file, String mode) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }

  /** Gives a file to another user, which takes the rights of root. */
  private static void giveAway(Path file) throws IOException {
    assumeThat(Files.getAttribute(folderOf(file), "unix:uid")).isEqualTo(0);
    Files.setAttribute(file, "unix:uid", 12_345);
  }

  private static Path folderOf(Path file) {
    return file.getParent();
  }

  @Test
  void newDirectory_isItsOwnersAlone() throws IOException {
    start().close();
    assertThat(mode(data())).isEqualTo("rwx------");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rwxr-xr-x", "rwxr-x---", "rwx--x--x", "rwx------"})
  void files_areTheirOwnersAlone_whateverTheDirectorysMode(String mode) throws IOException {
    Files.createDirectory(data());
    chmod(data(), mode);
    try (TrackXLocal server = start();
        RawHttp http = new RawHttp(server.port())) {
      http.event(server, "{}");
      for (String file : FILES) {
        assertThat(mode(data().resolve(file))).as(file).isEqualTo("rw-------");
      }
    }
    try (var files = Files.list(data())) {
      assertThat(files)
          .extracting(f -> f.getFileName().toString())
          .containsExactlyInAnyOrder(FILES);
    }
    assertThat(mode(data().resolve("events.mv.db"))).isEqualTo("rw-------");
    assertThat(mode(data())).isEqualTo(mode);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rwxrwxr-x", "rwxr-xrwx", "rwxrwxrwx", "rwx-w----"})
  void directoryThatOthersCanWriteTo_isRefused(String mode) throws IOException {
    Files.createDirectory(data());
    chmod(data(), mode);
    assertThatThrownBy(this::start)
        .hasRootCauseMessage("other users can write to it: chmod go-w " + data().toRealPath());
    assertThat(data()).isEmptyDirectory();
  }

  @Test
  void directoryOfAnotherUser_isRefused() throws IOException {
    Files.createDirectory(data());
    giveAway(data());
    assertThatThrownBy(this::start)
        .hasRootCauseMessage("it belongs to another user, 12345:"
            + " choose a directory of your own, such as a new one inside it");
    assertThat(data()).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(strings = {"lock", "key", "events.mv.db"})
  void fileOfAnotherUser_orThatOthersCanWrite_isRefused(String name) throws IOException {
    start().close();
    Path file = data().resolve(name);
    chmod(file, "rw-rw----");
    assertThatThrownBy(this::start)
        .hasRootCauseMessage("other users could have written its file '" + name
            + "': delete it, or trust it with chmod 600 " + file.toRealPath());
    chmod(file, "rw-------");
    giveAway(file);
    assertThatThrownBy(this::start)
        .hasRootCauseMessage("its file '" + name + "' belongs to another user, 12345");
  }

  @ParameterizedTest
  @ValueSource(strings = {"lock", "key", "events.mv.db"})
  void fileThatOthersCanRead_isClosedToThem_andTheyAreNamed(String name) throws IOException {
    start().close();
    Path file = data().resolve(name);
    chmod(file, "rw-r--r--");
    PrintStream err = System.err;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
    try {
      start().close();
      start().close();
    } finally {
      System.setErr(err);
    }
    assertThat(mode(file)).isEqualTo("rw-------");
    assertThat(said.toString(StandardCharsets.UTF_8).trim())
        .isEqualTo(
            "trackx-local: other users could read " + file.toRealPath() + "; now only you can");
  }

  @ParameterizedTest
  @ValueSource(strings = {"lock", "key", "events.mv.db"})
  void linkOrPipe_isRefused_andNotFollowed(String name) throws Exception {
    start().close();
    Path file = data().resolve(name);
    Path elsewhere = Files.move(file, folder.resolve("elsewhere"));
    String reason = "its '" + name + "' is not a regular file";
    for (Path target : new Path[] {elsewhere, folder.resolve("missing")}) {
      Files.createSymbolicLink(file, target);
      assertThatThrownBy(this::start).hasRootCauseMessage(reason);
      Files.delete(file);
    }
    assertThat(folder.resolve("missing")).doesNotExist();
    Process mkfifo = new ProcessBuilder("mkfifo", file.toString()).start();
    assertThat(mkfifo.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThatThrownBy(this::start).hasRootCauseMessage(reason);
  }

  @Test
  void linkToADirectory_isFollowed() throws IOException {
    Path real = Files.createDirectory(folder.resolve("real"));
    chmod(real, "rwxr-xr-x");
    Files.createSymbolicLink(data(), real);
    start().close();
    assertThat(real.resolve("key")).exists();
  }

  @Test
  void withoutPosixAttributes_nothingIsCheckedOrSet() throws IOException {
    Files.createDirectory(data());
    chmod(data(), "rwxrwxrwx");
    OwnDirectory directory = OwnDirectory.open(data(), false);
    assertThat(directory.has("key")).isFalse();
    directory.write("key", "text");
    chmod(data().resolve("key"), "rw-rw-rw-");
    assertThat(directory.has("key")).isTrue();
    directory.openForWriting("lock").close();
    assertThat(mode(data().resolve("key"))).isEqualTo("rw-rw-rw-");
  }
}
