package app.trackx.internal.http;

import app.trackx.testing.RawServer;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A SOCKS5 proxy (RFC 1928, 1929) that responds itself in place of each server. */
final class SocksServer implements AutoCloseable {
  private static final int NO_LOGIN = 0;
  private static final int PASSWORD = 2;

  private final RawServer server;
  private final List<String> targets = new CopyOnWriteArrayList<>();
  private final List<String> logins = new CopyOnWriteArrayList<>();
  private final String login;
  private final int reply;
  private final long delayMillis;

  /** Returns a proxy that requires that login, such as {@code bob:secret}; none if it is empty. */
  static SocksServer wanting(String login) throws IOException {
    return new SocksServer(login, 0, 0);
  }

  /** Returns a proxy that takes that long to connect. */
  static SocksServer taking(long millis) throws IOException {
    return new SocksServer("", 0, millis);
  }

  /** Returns a proxy that refuses each connection with that code. */
  static SocksServer refusing(int reply) throws IOException {
    return new SocksServer("", reply, 0);
  }

  private SocksServer(String login, int reply, long delayMillis) throws IOException {
    this.login = login;
    this.reply = reply;
    this.delayMillis = delayMillis;
    this.server = RawServer.playing(this::play);
  }

  int port() {
    return server.port();
  }

  /** Returns the hosts and ports that clients wanted to connect to. */
  List<String> targets() {
    return targets;
  }

  List<String> logins() {
    return logins;
  }

  List<String> requests() {
    return server.requests();
  }

  private void play(RawServer.Talk talk) throws IOException, InterruptedException {
    DataInputStream in = new DataInputStream(talk.in);
    in.readByte(); // version
    in.skipBytes(in.readByte()); // methods
    talk.out.write(new byte[] {5, (byte) (login.isEmpty() ? NO_LOGIN : PASSWORD)});
    if (!login.isEmpty()) {
      in.readByte(); // version
      String given = text(in) + ":" + text(in);
      logins.add(given);
      boolean right = given.equals(login);
      talk.out.write(new byte[] {1, (byte) (right ? 0 : 1)});
      if (!right) {
        return;
      }
    }
    connect(in, talk);
  }

  private void connect(DataInputStream in, RawServer.Talk talk)
      throws IOException, InterruptedException {
    in.skipBytes(3); // version, command, reserved
    int type = in.readByte();
    String host = type == 3 ? text(in) : "address of type " + type;
    if (type != 3) {
      in.skipBytes(type == 1 ? 4 : 16);
    }
    targets.add(host + ":" + in.readUnsignedShort());
    talk.pause(delayMillis);
    talk.out.write(new byte[] {5, (byte) reply, 0, 1, 0, 0, 0, 0, 0, 0});
    while (reply == 0 && talk.read() != null) {
      talk.say(Requests.OK);
    }
  }

  private static String text(DataInputStream in) throws IOException {
    byte[] bytes = new byte[in.readUnsignedByte()];
    in.readFully(bytes);
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
