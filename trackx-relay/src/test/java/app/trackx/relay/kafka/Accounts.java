package app.trackx.relay.kafka;

import app.trackx.local.Event;
import app.trackx.relay.fold.Aggregate;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Where the errors are, by kind: on the server, or still in the outbox, as its changelog topic has it. */
public final class Accounts {
  private static final Pattern KIND = Pattern.compile("shop\\.Cart(\\d+)\\.add");

  private static final int MAX_ATTEMPTS = 50;

  private Accounts() {}

  /** Returns the errors that events stand for. A repeated request is the same to the byte, and counts once. */
  public static Map<Integer, Long> onServer(Collection<Event> events) {
    Map<String, Event> distinct = new LinkedHashMap<>();
    events.forEach(event -> distinct.put(event.json(), event));
    Map<Integer, Long> counts = new TreeMap<>();
    for (Event event : distinct.values()) {
      Object occurrences = event.meta().getOrDefault("occurrences", 1L);
      counts.merge(kind(event.json()), (Long) occurrences, Long::sum);
    }
    return counts;
  }

  /**
   * Returns the errors that are on the server or in the outbox, each once: what is being sent may be in both, and is known by its
   * body. Reads again if the outbox has changed while the server was read.
   */
  public static Map<Integer, Long> everywhere(
      Supplier<List<Event>> server, String servers, String group) throws Exception {
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      Map<String, byte[]> before = changelog(servers, group);
      List<Event> events = server.get();
      Map<String, byte[]> after = changelog(servers, group);
      if (isSame(before, after)) {
        return sum(events, after.values());
      }
    }
    throw new AssertionError("the outbox changes all the time");
  }

  private static boolean isSame(Map<String, byte[]> a, Map<String, byte[]> b) {
    return a.keySet().equals(b.keySet())
        && a.keySet().stream().allMatch(key -> Arrays.equals(a.get(key), b.get(key)));
  }

  private static Map<Integer, Long> sum(List<Event> events, Collection<byte[]> outbox)
      throws Exception {
    Set<String> sent = new HashSet<>();
    events.forEach(event -> sent.add(event.json()));
    Map<Integer, Long> counts = onServer(events);
    for (byte[] stored : outbox) {
      Entry entry = Entry.of(stored);
      Aggregate errors = entry.errors();
      if (errors == null || errors.count() == 0) {
        continue;
      }
      String body = new String(entry.parcel().body(), StandardCharsets.UTF_8);
      boolean isOnServer = entry.claim() != 0 && sent.contains(body);
      long waiting = errors.count() - (isOnServer ? entry.parcel().occurrences() : 0);
      counts.merge(kind(body), waiting, Long::sum);
    }
    return counts;
  }

  private static Map<String, byte[]> changelog(String servers, String group) {
    TopicPartition partition = new TopicPartition(group + "-outbox-changelog", 0);
    Map<String, Object> configuration =
        Map.of("bootstrap.servers", servers, "isolation.level", "read_committed");
    Map<String, byte[]> values = new HashMap<>();
    try (KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(configuration, new StringDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).get(partition);
      while (consumer.position(partition) < end) {
        for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(100))) {
          if (record.value() == null) {
            values.remove(record.key());
          } else if (!record.key().equals("budget")) {
            values.put(record.key(), record.value());
          }
        }
      }
    }
    return values;
  }

  private static int kind(String json) {
    Matcher matcher = KIND.matcher(json);
    if (!matcher.find()) {
      throw new AssertionError("no kind in " + json);
    }
    return Integer.parseInt(matcher.group(1));
  }
}
