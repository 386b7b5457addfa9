package app.trackx.local.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import app.trackx.local.RawHttp;
import app.trackx.local.TrackXLocal;
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

/** Tests of the owner and the permissions of the data directory and its files. */
@Timeout(
    value = 30,
    threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // opening a FIFO can block forever
class PrivateDirectoryTest {
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

  /** Changes a file's owner; skips the test unless it runs as root. */
  private static void giveAway(Path file) throws IOException {
    assumeThat(Files.getAttribute(folderOf(file), "unix:uid")).isEqualTo(0);
    Files.setAttribute(file, "unix:uid", 12_345);
  }

  private static Path folderOf(Path file) {
    return file.getParent();
  }

  @Test
  void newDirectory_isAccessibleToItsOwnerOnly() throws IOException {
    start().close();
    assertThat(mode(data())).isEqualTo("rwx------");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rwxr-xr-x", "rwxr-x---", "rwx--x--x", "rwx------"})
  void files_areAccessibleToTheirOwnerOnly_whateverTheDirectorysMode(String mode)
      throws IOException {
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
  void directoryWritableByOthers_isRejected(String mode) throws IOException {
    Files.createDirectory(data());
    chmod(data(), mode);
    assertThatThrownBy(this::start)
        .hasRootCauseMessage(
            "other users can write to the directory; run chmod go-w " + data().toRealPath());
    assertThat(data()).isEmptyDirectory();
  }

  @Test
  void directoryOfAnotherUser_isRejected() throws IOException {
    Files.createDirectory(data());
    giveAway(data());
    assertThatThrownBy(this::start)
        .hasRootCauseMessage("the directory belongs to another user, 12345;"
            + " use a directory of your own, for example a new subdirectory");
    assertThat(data()).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(strings = {"lock", "key", "events.mv.db"})
  void fileOfAnotherUser_orWritableByOthers_isRejected(String name) throws IOException {
    start().close();
    Path file = data().resolve(name);
    chmod(file, "rw-rw----");
    assertThatThrownBy(this::start)
        .hasRootCauseMessage("other users could have written the file '" + name
            + "'; delete it, or, if you trust its content, run chmod 600 " + file.toRealPath());
    chmod(file, "rw-------");
    giveAway(file);
    assertThatThrownBy(this::start)
        .hasRootCauseMessage("the file '" + name + "' belongs to another user, 12345");
  }

  @ParameterizedTest
  @ValueSource(strings = {"lock", "key", "events.mv.db"})
  void fileReadableByOthers_isMadePrivate_withAMessage(String name) throws IOException {
    start().close();
    Path file = data().resolve(name);
    chmod(file, "rw-r--r--");
    PrintStream err = System.err;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      start().close();
      start().close();
    } finally {
      System.setErr(err);
    }
    assertThat(mode(file)).isEqualTo("rw-------");
    assertThat(printed.toString(StandardCharsets.UTF_8).trim())
        .isEqualTo("trackx-local: other users could read " + file.toRealPath()
            + "; it is now readable by you only");
  }

  @ParameterizedTest
  @ValueSource(strings = {"lock", "key", "events.mv.db"})
  void linkOrPipe_isRejected_andNotFollowed(String name) throws Exception {
    start().close();
    Path file = data().resolve(name);
    Path elsewhere = Files.move(file, folder.resolve("elsewhere"));
    String reason = "'" + name + "' is not a regular file";
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
    PrivateDirectory directory = PrivateDirectory.open(data(), false);
    assertThat(directory.has("key")).isFalse();
    directory.write("key", "text");
    chmod(data().resolve("key"), "rw-rw-rw-");
    assertThat(directory.has("key")).isTrue();
    directory.openForWriting("lock").close();
    assertThat(mode(data().resolve("key"))).isEqualTo("rw-rw-rw-");
  }
}
