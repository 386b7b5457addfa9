package app.trackx.peers;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The largest resident set of this process so far, read with as few classes as possible. */
final class PeakMemory {
  private PeakMemory() {}

  static long kib() throws IOException {
    byte[] bytes = new byte[4096];
    int length;
    try (FileInputStream file = new FileInputStream("/proc/self/status")) {
      length = file.read(bytes);
    }
    String status = new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    int start = status.indexOf("VmHWM:") + 6;
    return Long.parseLong(status.substring(start, status.indexOf("kB", start)).trim());
  }
}
