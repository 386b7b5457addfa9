package app.trackx.internal.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;

/**
 * A socket whose reads are over at a deadline, however slowly bytes arrive, and whose reads and
 * writes are made in small blocks.
 *
 * <p>TLS reads and writes through these streams too, so the deadline covers the handshake. The JDK
 * copies each block through a direct buffer that it keeps for the thread, and counts it against
 * {@code -XX:MaxDirectMemorySize}. A read never asks for more than a write has had before: once a
 * request has left, its answer can be read.
 */
final class BoundedSocket extends Socket {
  private static final int LARGEST_BLOCK = 8 * 1024;
  private static final int SMALLEST_BLOCK = 256;

  private volatile Deadline deadline;
  private int block = LARGEST_BLOCK;

  BoundedSocket(Proxy proxy, Deadline deadline) {
    super(proxy);
    this.deadline = deadline;
  }

  /** Until when the next reads may take. */
  void setDeadline(Deadline deadline) {
    this.deadline = deadline;
  }

  /** Connects with {@code TCP_NODELAY}, within so many milliseconds. */
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
      return in.read(bytes, offset, Math.min(length, block));
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
        } catch (OutOfMemoryError noDirectMemory) { // before anything of the block was written
          if (count <= SMALLEST_BLOCK) {
            throw noDirectMemory;
          }
          block = Math.max(SMALLEST_BLOCK, count / 2);
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
