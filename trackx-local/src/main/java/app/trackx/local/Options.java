package app.trackx.local;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The command-line options. */
final class Options {
  private static final int DEFAULT_PORT = 8000;

  /** Fixed, so that an application's endpoint stays valid after a restart. */
  private static final String KEY = "localserver";

  private int port = DEFAULT_PORT;
  private String host = "127.0.0.1";
  private @Nullable Path data;
  private final List<String> sourceFrom = new ArrayList<>();
  private final List<String> origins = new ArrayList<>();
  private @Nullable RequestLimit limit;
  private boolean help;
  private boolean version;

  private Options() {}

  static Options of(String[] args) {
    Options options = new Options();
    Deque<String> left = new ArrayDeque<>(List.of(args));
    while (!left.isEmpty()) {
      options.read(left.pop(), left);
    }
    return options;
  }

  private void read(String option, Deque<String> left) {
    int equals = option.startsWith("--") ? option.indexOf('=') : -1;
    String name = equals < 0 ? option : option.substring(0, equals);
    if (equals >= 0) {
      left.push(option.substring(equals + 1));
    }
    switch (name) {
      case "--help":
      case "-h":
        help = true;
        break;
      case "--version":
        version = true;
        break;
      case "--port":
        port = port(value(name, left));
        break;
      case "--host":
        host = withoutBrackets(value(name, left));
        break;
      case "--data":
        data = Path.of(value(name, left));
        break;
      case "--source-from":
        sourceFrom.add(value(name, left));
        break;
      case "--origins":
        origins.addAll(List.of(value(name, left).split(",")));
        break;
      case "--like-upstream":
        limit = equals < 0 ? RequestLimit.likeUpstream() : limit(value(name, left));
        break;
      default:
        throw new IllegalArgumentException("unknown option " + name);
    }
  }

  private static String value(String name, Deque<String> left) {
    if (left.isEmpty() || left.peek().isEmpty()) {
      throw new IllegalArgumentException(name + " requires a value");
    }
    return left.pop();
  }

  /** Accepts IPv6 addresses in the bracketed form used in URLs. */
  private static String withoutBrackets(String host) {
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }

  private static int port(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("port is not a number: " + text, e);
    }
  }

  private static RequestLimit limit(String refusal) {
    if (!refusal.equals("close")) {
      throw new IllegalArgumentException(
          "--like-upstream has no value, or the value close: " + refusal);
    }
    return RequestLimit.likeUpstream().closingConnections();
  }

  boolean help() {
    return help;
  }

  boolean version() {
    return version;
  }

  /** Returns a description of where data is stored. */
  String storage() {
    return data == null ? "in memory, discarded on exit" : data.toAbsolutePath().toString();
  }

  /** Returns the limit of requests; null if there is none. */
  @Nullable
  RequestLimit limit() {
    return limit;
  }

  /** Returns the allowed origins; empty if any is allowed. */
  List<String> origins() {
    return origins;
  }

  boolean isLoopback() {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  TrackXLocal.Builder server() {
    TrackXLocal.Builder server = TrackXLocal.builder().port(port).host(host);
    sourceFrom.forEach(server::sourceFrom);
    if (limit != null) {
      server.requestLimit(limit);
    }
    return data == null
        ? server.project(KEY, origins.toArray(new String[0]))
        : server.dataDirectory(data).origins(origins);
  }
}
