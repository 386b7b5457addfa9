package app.trackx.peers;

/** A program that captures errors and then ends in one of several ways. Arguments: the way, the number of errors. */
final class ExitProgram {
  private ExitProgram() {}

  public static void main(String[] args) throws Exception {
    Peer peer = Peer.load();
    peer.setUp(Settings.serverUrl());
    String way = args[0];
    if (way.startsWith("uncaught")) {
      raise(way);
      return;
    }
    int count = Integer.parseInt(args[1]);
    for (int id = 1; id <= count; id++) {
      peer.capture(SampleError.create(id));
    }
    printEnd();
    switch (way) {
      case "return" -> {}
      case "exit" -> System.exit(0);
      case "sigterm" -> Thread.sleep(60_000);
      case "close" -> {
        peer.flush(30_000);
        peer.close();
      }
      default -> throw new IllegalArgumentException(way);
    }
  }

  private static void raise(String way) throws InterruptedException {
    if (way.equals("uncaught-main")) {
      printEnd();
      SampleError.raise(1);
    }
    Thread thread = new Thread(
        () -> {
          printEnd();
          SampleError.raise(1);
        },
        "shop-worker");
    thread.setDaemon(way.equals("uncaught-daemon"));
    thread.start();
    thread.join();
  }

  /** Prints when the program's own work was over. */
  private static void printEnd() {
    System.out.println("R endMs=" + System.currentTimeMillis());
    System.out.flush();
  }
}
