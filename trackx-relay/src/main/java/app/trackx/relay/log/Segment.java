package app.trackx.relay.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The file that is being written. Confined to one thread. */
interface Segment extends AutoCloseable {
  /** The first bytes of each file: the format and its version. */
  byte[] MAGIC = "TRXRLY01".getBytes(StandardCharsets.US_ASCII);

  /** Writes all bytes; in case of an error some of them may have been written. */
  void write(ByteBuffer bytes) throws IOException;

  /** Returns when everything that was written is on the disk. */
  void force() throws IOException;

  @Override
  void close() throws IOException;

  /** Creates files. */
  interface Opener {
    /** Creates a file, empty; replaces one of that name. */
    Segment create(Path file) throws IOException;
  }

  /** Creates files on the real disk. */
  static Segment onDisk(Path file) throws IOException {
    FileChannel channel = FileChannel.open(
        file,
        StandardOpenOption.CREATE,
        StandardOpenOption.TRUNCATE_EXISTING,
        StandardOpenOption.WRITE);
    return new Segment() {
      @Override
      public void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
      }

      @Override
      public void force() throws IOException {
        channel.force(false);
      }

      @Override
      public void close() throws IOException {
        channel.close();
      }
    };
  }
}
