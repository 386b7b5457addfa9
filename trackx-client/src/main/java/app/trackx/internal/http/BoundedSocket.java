package app.trackx.internal.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;

/**
 * A socket whose reads end at a deadline, however slowly bytes arrive, and whose reads and writes
 * use small blocks.
 *
 * <p>TLS uses these streams too, so the deadline covers the handshake. The JDK copies each block
 * through a direct buffer that it keeps per thread and counts against {@code
 * -XX:MaxDirectMemorySize}. A read is never larger than a previous write, so once a request was
 * sent, its response can be read. Therefore the reading thread must also write the requests.
 */
final class BoundedSocket extends Socket {
  private static final int LARGEST_BLOCK = 8 * 1024;
  private static final int SMALLEST_BLOCK = 256;

  private volatile Deadline deadline;
  private int block = LARGEST_BLOCK;

  /** The largest block written so far, for which this thread has a buffer. */
  private int written;

  BoundedSocket(Proxy proxy, Deadline deadline) {
    super(proxy);
    this.deadline = deadline;
  }

  /** Sets the deadline of the following reads. */
  void setDeadline(Deadline deadline) {
    this.deadline = deadline;
  }

  /** Connects with {@code TCP_NODELAY}, within that many milliseconds. */
  void open(InetSocketAddress address, long millis) throws IOException {
    setTcpNoDelay(true);
    connect(address, (int) Math.max(1, Math.min(deadline.millisLeft(), millis)));
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return new Input(super.getInputStream());
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    return new Output(super.getOutputStream());
  }

  private final class Input extends InputStream {
    private final InputStream in;

    Input(InputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      setSoTimeout(deadline.millisLeft());
      return in.read(bytes, offset, Math.min(length, written == 0 ? SMALLEST_BLOCK : written));
    }

    @Override
    public int available() throws IOException {
      return in.available();
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }

  private final class Output extends OutputStream {
    private final OutputStream out;

    Output(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      int end = offset + length;
      for (int next = offset; next < end; ) {
        int count = Math.min(block, end - next);
        try {
          out.write(bytes, next, count);
          next += count;
          written = Math.max(written, count);
        } catch (OutOfMemoryError noDirectMemory) { // nothing of the block was written
          if (count <= SMALLEST_BLOCK) {
            throw noDirectMemory;
          }
          block = SMALLEST_BLOCK; // at once: each failure costs a collection and half a second
        }
      }
    }

    @Override
    public void flush() throws IOException {
      out.flush();
    }

    @Override
    public void close() throws IOException {
      out.close();
    }
  }
}
