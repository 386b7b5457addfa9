package app.trackx.faults;

import app.trackx.RateLimit;
import app.trackx.TrackX;
import app.trackx.TrackXClient;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Fills the metaspace with classes and reports an error. Arguments: the endpoint, whether that error
 * is the one of the metaspace or another, whether the classes go or stay, and a spool directory or
 * nothing.
 */
final class MetaspaceProgram {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static @Nullable Filler filler = new Filler();

  private MetaspaceProgram() {}

  public static void main(String[] args) throws Exception {
    Class.forName("app.trackx.faults.HostChecks");
    TrackXClient.Builder options = TrackXClient.builder(args[0]).rateLimit(RateLimit.none());
    if (args.length > 3) {
      options.spoolDirectory(new File(args[3]).toPath());
    }
    TrackX.setup(options);
    Throwable other = new IllegalStateException("another error");
    OutOfMemoryError full = fill();
    TrackX.sendEvent(args[1].equals("seen") ? full : other);
    HostChecks.hold();
    if (args[2].equals("stay")) {
      return;
    }
    filler = null;
    System.gc();
    TrackX.sendEvent(new IllegalStateException("after it"));
    TrackX.flush(PATIENCE);
    System.out.println(TrackX.client().diagnostics());
    HostChecks.run();
  }

  /** With ever smaller classes, up to the last one that fits. */
  private static OutOfMemoryError fill() throws IOException {
    OutOfMemoryError last = new OutOfMemoryError();
    int number = 0;
    for (int constants : new int[] {20_000, 2_000, 200, 0}) {
      try {
        while (true) {
          filler.define(bytes(number++, constants));
        }
      } catch (OutOfMemoryError full) {
        last = full;
      }
    }
    return last;
  }

  private static byte[] bytes(int number, int constants) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(0xCAFEBABE);
    out.writeInt(50);
    out.writeShort(5 + constants);
    for (String name : new String[] {"Filling" + number, "java/lang/Object"}) {
      out.writeByte(1);
      out.writeUTF(name);
      out.writeByte(7);
      out.writeShort(name.endsWith("Object") ? 3 : 1);
    }
    for (int i = 0; i < constants; i++) {
      out.writeByte(3);
      out.writeInt(i);
    }
    out.writeShort(0x21);
    out.writeShort(2);
    out.writeShort(4);
    out.writeLong(0); // no interfaces, fields, methods, attributes
    return bytes.toByteArray();
  }

  private static final class Filler extends ClassLoader {
    Filler() {
      super(null);
    }

    void define(byte[] bytes) {
      defineClass(null, bytes, 0, bytes.length);
    }
  }
}
