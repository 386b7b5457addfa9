package app.trackx.internal.stack;

import java.io.StringReader;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RecursiveTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jspecify.annotations.NullUnmarked;
import org.xml.sax.InputSource;
import org.xml.sax.helpers.DefaultHandler;

/**
 * A program with bugs in which the JDK takes part, each of which must be one issue on any JDK and
 * any number of processors. Prints the frames that the server sees.
 */
@NullUnmarked
final class BugsProgram {
  /** A bug; throws when it is called. */
  interface Bug extends Callable<Object> {}

  private BugsProgram() {}

  public static void main(String[] args) throws Exception {
    for (Map.Entry<String, Bug> bug : bugs().entrySet()) {
      System.out.println("# " + bug.getKey());
      for (String frame : Stacks.seen(thrownBy(bug.getValue()))) {
        // compilers count lambdas differently
        System.out.println(frame.replaceAll("(?<=lambda\\$)(\\w+)\\$\\d+", "$1"));
      }
    }
    System.exit(0); // threads of pools
  }

  static Map<String, Bug> bugs() {
    Map<String, Bug> bugs = new java.util.LinkedHashMap<>();
    bugs.put("number that is none", () -> Integer.parseInt("x17"));
    bugs.put("index beyond the end", () -> new ArrayList<>().get(3));
    bugs.put("duplicate key", () -> Stream.of(1, 1).collect(Collectors.toMap(k -> k, k -> k)));
    bugs.put("function of a map", () -> new HashMap<>().computeIfAbsent(1, k -> fail(k)));
    bugs.put("comparator", () -> sorted(new ArrayList<>(List.of(3, 1, 2))));
    bugs.put("missing file", () -> Files.readAllLines(Path.of("/nowhere/at/all")));
    bugs.put("refused connection", () -> new Socket("127.0.0.1", 1));
    bugs.put("malformed XML", () -> parsed("<a><b></a>"));
    bugs.put(
        "supplyAsync, join", () -> CompletableFuture.supplyAsync(() -> fail(1)).join());
    bugs.put(
        "supplyAsync, get", () -> CompletableFuture.supplyAsync(() -> fail(1)).get());
    bugs.put("thenApply before completion", () -> thenApply(true));
    bugs.put("thenApply after completion", () -> thenApply(false));
    bugs.put(
        "timeout",
        () -> new CompletableFuture<>().orTimeout(1, TimeUnit.MILLISECONDS).join());
    bugs.put("parallel stream", () -> parallel());
    bugs.put("task of a pool", () -> submitted());
    bugs.put("fork and join", () -> ForkJoinPool.commonPool().invoke(new Sum(0, 64)));
    bugs.put("cancelled, join", () -> cancelled().join());
    bugs.put("cancelled, get", () -> cancelled().get());
    return bugs;
  }

  static Throwable thrownBy(Bug bug) {
    try {
      Object result = bug.call();
      throw new AssertionError("nothing thrown, but returned " + result);
    } catch (Exception e) {
      return e;
    }
  }

  static Object thenApply(boolean before) {
    CountDownLatch registered = new CountDownLatch(before ? 1 : 0);
    CompletableFuture<Object> future = CompletableFuture.supplyAsync(() -> {
      await(registered);
      return 1;
    });
    if (!before) {
      future.join();
    }
    CompletableFuture<Object> applied = future.thenApply(k -> fail(k));
    registered.countDown();
    return applied.join();
  }

  static Object parallel() {
    return IntStream.range(0, 1000).boxed().collect(Collectors.toList()).parallelStream()
        .map(k -> k % 100 == 77 ? fail(k) : k)
        .collect(Collectors.toList());
  }

  private static CompletableFuture<Object> cancelled() {
    CompletableFuture<Object> future = new CompletableFuture<>();
    future.cancel(true);
    return future;
  }

  private static Object submitted() throws Exception {
    ExecutorService pool = Executors.newSingleThreadExecutor();
    try {
      return pool.submit(() -> fail(1)).get();
    } finally {
      pool.shutdown();
    }
  }

  private static List<Integer> sorted(List<Integer> list) {
    list.sort((a, b) -> (int) fail(a));
    return list;
  }

  private static Object parsed(String xml) throws Exception {
    DocumentBuilder builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
    builder.setErrorHandler(new DefaultHandler()); // the default one prints
    return builder.parse(new InputSource(new StringReader(xml)));
  }

  private static Object fail(Object what) {
    throw new IllegalStateException("failed with " + what);
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(20, TimeUnit.SECONDS)) {
        throw new IllegalArgumentException("not registered");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The usual recursion; one of its leaves fails. */
  static final class Sum extends RecursiveTask<Integer> {
    private static final long serialVersionUID = 1L;
    private final int from;
    private final int to;

    Sum(int from, int to) {
      this.from = from;
      this.to = to;
    }

    @Override
    protected Integer compute() {
      if (to - from == 1) {
        return from == 37 ? (Integer) fail(from) : from;
      }
      Sum left = new Sum(from, (from + to) / 2);
      Sum right = new Sum((from + to) / 2, to);
      invokeAll(left, right);
      return left.join() + right.join();
    }
  }
}
