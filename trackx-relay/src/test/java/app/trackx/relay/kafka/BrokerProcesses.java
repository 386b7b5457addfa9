package app.trackx.relay.kafka;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import kafka.tools.StorageTool;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Uuid;

/** Three brokers, each in a JVM of its own that can be killed, on loopback ports. */
public final class BrokerProcesses implements AutoCloseable {
  private static final int COUNT = 3;

  private final Path directory;
  private final int[] ports = new int[COUNT];
  private final Process[] processes = new Process[COUNT];

  private BrokerProcesses(Path directory) {
    this.directory = directory;
  }

  /** Starts all three, and waits until each has the others. */
  public static BrokerProcesses start(Path directory) throws Exception {
    BrokerProcesses brokers = new BrokerProcesses(directory);
    Runtime.getRuntime().addShutdownHook(new Thread(brokers::close)); // if the tests are killed
    try {
      brokers.format();
      for (int i = 0; i < COUNT; i++) {
        brokers.restart(i);
      }
      brokers.awaitAll();
      return brokers;
    } catch (Exception | AssertionError e) {
      brokers.close();
      throw e;
    }
  }

  private void format() throws IOException {
    int[] controllers = new int[COUNT];
    List<ServerSocket> free = new ArrayList<>();
    for (int i = 0; i < 2 * COUNT; i++) {
      ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
      free.add(socket);
      (i < COUNT ? ports : controllers)[i % COUNT] = socket.getLocalPort();
    }
    for (ServerSocket socket : free) {
      socket.close();
    }
    String voters = IntStream.range(0, COUNT)
        .mapToObj(i -> i + "@127.0.0.1:" + controllers[i])
        .collect(Collectors.joining(","));
    String cluster = Uuid.randomUuid().toString();
    for (int i = 0; i < COUNT; i++) {
      configure(i, controllers[i], voters);
      int status = StorageTool.execute(
          new String[] {"format", "-t", cluster, "-c", file(i).toString()},
          new PrintStream(PrintStream.nullOutputStream()));
      if (status != 0) {
        throw new IOException("the storage of a broker cannot be formatted: " + status);
      }
    }
  }

  private Path file(int broker) {
    return directory.resolve("broker-" + broker + ".properties");
  }

  private void configure(int broker, int controller, String voters) throws IOException {
    Properties all = new Properties();
    all.putAll(Broker.settings(COUNT));
    all.put("process.roles", "broker,controller");
    all.put("node.id", Integer.toString(broker));
    all.put("controller.quorum.voters", voters);
    all.put("controller.listener.names", "CONTROLLER");
    all.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    all.put(
        "listeners",
        "PLAINTEXT://127.0.0.1:" + ports[broker] + ",CONTROLLER://127.0.0.1:" + controller);
    all.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + ports[broker]);
    all.put("log.dirs", directory.resolve("data-" + broker).toString());
    all.put("broker.session.timeout.ms", "6000");
    all.put("broker.heartbeat.interval.ms", "1000");
    all.put("num.network.threads", "2");
    all.put("num.io.threads", "2");
    all.put("min.insync.replicas", "2");
    all.put("default.replication.factor", "3");
    try (var out = Files.newOutputStream(file(broker))) {
      all.store(out, null);
    }
  }

  public String servers() {
    return IntStream.of(ports)
        .mapToObj(port -> "127.0.0.1:" + port)
        .collect(Collectors.joining(","));
  }

  /** Ends a broker as a power failure of its machine would, but for what the operating system still writes. */
  public void kill(int broker) throws InterruptedException {
    processes[broker].destroyForcibly().waitFor();
  }

  public void restart(int broker) throws IOException {
    Path log = directory.resolve("broker-" + broker + ".log");
    processes[broker] = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            "kafka.Kafka",
            file(broker).toString())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .start();
  }

  /** Waits until all brokers are there, and all replicas in sync. */
  public void awaitAll() throws Exception {
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
    try (Admin admin = Admin.create(java.util.Map.of("bootstrap.servers", servers()))) {
      while (!areInSync(admin)) {
        if (System.nanoTime() - deadline > 0) {
          throw new AssertionError("the brokers never were in sync");
        }
        TimeUnit.MILLISECONDS.sleep(200);
      }
    }
  }

  private static boolean areInSync(Admin admin) throws InterruptedException {
    try {
      if (admin.describeCluster().nodes().get().size() < COUNT) {
        return false;
      }
      var names = admin.listTopics().names().get();
      for (TopicDescription topic :
          admin.describeTopics(names).allTopicNames().get().values()) {
        boolean all = topic.partitions().stream()
            .allMatch(one -> one.isr().size() == one.replicas().size());
        if (!all) {
          return false;
        }
      }
      return true;
    } catch (ExecutionException notYet) {
      return false;
    }
  }

  @Override
  public void close() {
    for (Process process : processes) {
      if (process != null) {
        process.destroyForcibly();
      }
    }
  }
}
