package app.trackx.internal.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class JsonValuesTest {
  private static final int ENOUGH = 1 << 20;

  @Test
  void copy_ofNothing_isEmpty() {
    assertThat(JsonValues.copyOf(Collections.emptyMap(), ENOUGH)).isEmpty();
  }

  @Test
  void copy_isIndependentOfItsSource() {
    List<Object> list = new ArrayList<>(List.of("a"));
    Map<String, Object> source = new HashMap<>(Map.of("list", list));

    Map<String, Object> copy = JsonValues.copyOf(source, ENOUGH);
    list.add("b");
    source.put("later", 1);

    assertThat(copy).containsExactly(entry("list", List.of("a")));
  }

  @Test
  void copy_keepsTheOrderOfItsSource() {
    Map<String, Object> source = new LinkedHashMap<>();
    source.put("z", 1);
    source.put("a", 2);
    source.put("m", 3);

    assertThat(JsonValues.copyOf(source, ENOUGH).keySet()).containsExactly("z", "a", "m");
  }

  @Test
  void key_null_isTheWordNull() {
    assertThat(JsonValues.copyOf(Collections.singletonMap(null, 1), ENOUGH))
        .containsExactly(entry("null", 1L));
  }

  @Test
  void key_ofAnotherKind_isItsText() {
    assertThat(JsonValues.copyOf(Map.of(TimeUnit.DAYS, 1), ENOUGH))
        .containsExactly(entry("DAYS", 1L));
  }

  @Test
  void key_thatThrows_namesTheException() {
    assertThat(JsonValues.copyOf(Map.of(new Throwing(), 1), ENOUGH))
        .containsExactly(entry("[failed: java.lang.IllegalStateException]", 1L));
  }

  @Test
  void key_whoseTextIsNull_isTheWordNull() {
    Object key = new Object() {
      @Override
      public String toString() {
        return null;
      }
    };

    assertThat(JsonValues.copyOf(Map.of(key, 1), ENOUGH)).containsExactly(entry("null", 1L));
  }

  @Test
  void key_huge_isClipped() {
    Map<String, Object> copy = JsonValues.copyOf(Map.of("k".repeat(5_000), 1), ENOUGH);

    assertThat(copy.keySet().iterator().next()).hasSize(JsonValues.MAX_KEY).endsWith("k\u2026");
  }

  @Test
  void key_withHalfACodePoint_isRepaired() {
    assertThat(JsonValues.copyOf(Map.of("a\ud83d", 1), ENOUGH)).containsOnlyKeys("a\ufffd");
  }

  @Test
  void value_null_isKept() {
    assertThat(copyOf(null)).isNull();
  }

  @Test
  void value_boolean_isKept() {
    assertThat(copyOf(false)).isEqualTo(false);
  }

  @Test
  void value_smallWholeNumbers_becomeLongs() {
    assertThat(copyOf((byte) -1)).isEqualTo(-1L);
    assertThat(copyOf((short) 7)).isEqualTo(7L);
    assertThat(copyOf(Integer.MIN_VALUE)).isEqualTo((long) Integer.MIN_VALUE);
  }

  @Test
  void value_longThatJsonHoldsExactly_isKept() {
    assertThat(copyOf(9_007_199_254_740_991L)).isEqualTo(9_007_199_254_740_991L);
    assertThat(copyOf(-9_007_199_254_740_991L)).isEqualTo(-9_007_199_254_740_991L);
  }

  @Test
  void value_longBeyond_isText() {
    assertThat(copyOf(9_007_199_254_740_992L)).isEqualTo("9007199254740992");
    assertThat(copyOf(Long.MIN_VALUE)).isEqualTo("-9223372036854775808");
    assertThat(copyOf(new AtomicLong(Long.MAX_VALUE))).isEqualTo("9223372036854775807");
  }

  @Test
  void value_double_isKept() {
    assertThat(copyOf(0.1)).isEqualTo(0.1);
  }

  @Test
  void value_doubleThatJsonCannotExpress_isText() {
    assertThat(copyOf(Double.NaN)).isEqualTo("NaN");
    assertThat(copyOf(Double.POSITIVE_INFINITY)).isEqualTo("Infinity");
    assertThat(copyOf(Double.NEGATIVE_INFINITY)).isEqualTo("-Infinity");
  }

  @Test
  void value_float_isKeptUnlessJsonCannotExpressIt() {
    assertThat(copyOf(1.1f)).isEqualTo(1.1f);
    assertThat(copyOf(Float.NaN)).isEqualTo("NaN");
    assertThat(copyOf(Float.NEGATIVE_INFINITY)).isEqualTo("-Infinity");
  }

  @Test
  void value_bigInteger_isANumberAsLongAsItIsExact() {
    assertThat(copyOf(BigInteger.TEN)).isEqualTo(10L);
    assertThat(copyOf(BigInteger.ONE.shiftLeft(53))).isEqualTo("9007199254740992");
    assertThat(copyOf(BigInteger.TEN.pow(40))).isEqualTo("1" + "0".repeat(40));
  }

  @Test
  void value_bigDecimal_isANumberAsLongAsItIsExact() {
    assertThat(copyOf(new BigDecimal("19.90"))).isEqualTo(new BigDecimal("19.90"));
    assertThat(copyOf(new BigDecimal("0.1234567890123456"))).isEqualTo("0.1234567890123456");
  }

  @Test
  void value_bigDecimalWithAnExtremeScale_isText() {
    assertThat(copyOf(new BigDecimal(BigInteger.ONE, Integer.MIN_VALUE)))
        .isEqualTo("1E+2147483648");
    assertThat(copyOf(new BigDecimal(BigInteger.ONE, 400))).isEqualTo("1E-400");
  }

  @Test
  void value_numberOfAnotherKind_isItsText() {
    assertThat(copyOf(new Fraction())).isEqualTo("1/3");
  }

  @Test
  void value_atomics_areWhatTheyHold() {
    assertThat(copyOf(new AtomicInteger(3))).isEqualTo(3L);
    assertThat(copyOf(new AtomicBoolean(true))).isEqualTo(true);
    assertThat(copyOf(new AtomicReference<>("held"))).isEqualTo("held");
  }

  @Test
  void value_date_isItsInstant() {
    assertThat(copyOf(new Date(0))).isEqualTo("1970-01-01T00:00:00Z");
  }

  @Test
  void value_dateOfASubclassThatRefusesToBeAnInstant_isItsText() {
    assertThat(copyOf(new DayOnly())).isEqualTo("1970-01-01");
  }

  @Test
  void value_enumWithItsOwnText_isItsName() {
    assertThat(copyOf(Shouting.QUIET)).isEqualTo("QUIET");
  }

  @Test
  void value_class_isItsName() {
    assertThat(copyOf(String[].class)).isEqualTo("[Ljava.lang.String;");
  }

  @Test
  void value_optional_isWhatItHolds() {
    assertThat(copyOf(Optional.of(Optional.of(List.of(1))))).isEqualTo(List.of(1L));
    assertThat(copyOf(Optional.empty())).isNull();
  }

  @Test
  @Timeout(10)
  void value_pathThatIteratesOverItself_isItsText() {
    Path path = Paths.get("name");

    assertThat(copyOf(path)).isEqualTo("name");
  }

  @Test
  void value_stringTooLong_isClipped() {
    assertThat((String) copyOf("x".repeat(1_000_000)))
        .hasSize(JsonValues.MAX_STRING)
        .endsWith("x\u2026");
  }

  @Test
  void value_builderOfText_isItsText() {
    assertThat(copyOf(new StringBuilder("built"))).isEqualTo("built");
  }

  @Test
  void value_thatThrows_namesTheExceptionWithoutItsMessage() {
    assertThat(copyOf(new Throwing())).isEqualTo("[failed: java.lang.IllegalStateException]");
  }

  @Test
  void value_thatThrows_leavesTheOthersAlone() {
    Map<String, Object> source = new LinkedHashMap<>();
    source.put("bad", new Throwing());
    source.put("good", 1);

    assertThat(JsonValues.copyOf(source, ENOUGH)).containsEntry("good", 1L);
  }

  @Test
  void value_whoseTextIsNull_isTheWordNull() {
    assertThat(copyOf(new Object() {
          @Override
          public String toString() {
            return null;
          }
        }))
        .isEqualTo("null");
  }

  @Test
  void value_whoseTextOverflowsTheStack_namesTheError() {
    assertThat(copyOf(new Object() {
          @Override
          public String toString() {
            return "again " + this;
          }
        }))
        .isEqualTo("[failed: java.lang.StackOverflowError]");
  }

  @Test
  void nested_mapsListsAndSets_arePlain() {
    Map<String, Object> inner = Map.of("set", new LinkedHashSet<>(Arrays.asList(1, null, "a")));

    assertThat(copyOf(List.of(inner)))
        .isEqualTo(List.of(Map.of("set", Arrays.asList(1L, null, "a"))));
  }

  @Test
  void nested_arrays_areLists() {
    assertThat(copyOf(new Object[] {"a", null, new String[] {"b"}}))
        .isEqualTo(Arrays.asList("a", null, List.of("b")));
  }

  @Test
  void nested_primitiveArrays_areLists() {
    assertThat(copyOf(new int[] {1, 2})).isEqualTo(List.of(1L, 2L));
    assertThat(copyOf(new byte[] {-1})).isEqualTo(List.of(-1L));
    assertThat(copyOf(new char[] {'x'})).isEqualTo(List.of("x"));
    assertThat(copyOf(new boolean[] {true})).isEqualTo(List.of(true));
    assertThat(copyOf(new double[] {Double.NaN, 2})).isEqualTo(List.of("NaN", 2.0));
    assertThat(copyOf(new float[0])).isEqualTo(List.of());
  }

  @Test
  void cycle_mapInItself_isNamed() {
    Map<String, Object> map = new HashMap<>();
    map.put("self", map);

    assertThat(JsonValues.copyOf(map, ENOUGH)).containsExactly(entry("self", "[circular]"));
  }

  @Test
  void cycle_listInMapInList_isNamed() {
    List<Object> list = new ArrayList<>();
    list.add(Collections.singletonMap("up", list));

    assertThat(copyOf(list)).isEqualTo(List.of(Map.of("up", "[circular]")));
  }

  @Test
  void cycle_arrayInItself_isNamed() {
    Object[] array = new Object[1];
    array[0] = array;

    assertThat(copyOf(array)).isEqualTo(List.of("[circular]"));
  }

  @Test
  void cycle_sameListTwiceSideBySide_isNone() {
    List<Integer> shared = List.of(1);

    assertThat(copyOf(List.of(shared, shared))).isEqualTo(List.of(List.of(1L), List.of(1L)));
  }

  @Test
  void cycle_sameMapTwiceSideBySide_isNone() {
    Map<String, Integer> shared = Map.of("a", 1);

    assertThat(copyOf(List.of(shared, shared)))
        .isEqualTo(List.of(Map.of("a", 1L), Map.of("a", 1L)));
  }

  @Test
  void cycle_equalButNotTheSame_isNone() {
    List<Object> inner = new ArrayList<>();
    List<Object> outer = new ArrayList<>();
    outer.add(inner);

    assertThat(copyOf(outer)).isEqualTo(List.of(List.of()));
  }

  @Test
  void depth_beyondTheLimit_isNamed() {
    Object value = "core";
    for (int i = 0; i < 10_000; i++) {
      value = Collections.singletonList(value);
    }

    String copy = String.valueOf(copyOf(value));

    assertThat(copy).isEqualTo("[".repeat(7) + "[too deep]" + "]".repeat(7));
  }

  @Test
  void entries_tooMany_areLeftOut() {
    Map<Integer, Integer> source = new LinkedHashMap<>();
    for (int i = 0; i < 5_000; i++) {
      source.put(i, i);
    }

    Map<String, Object> copy = JsonValues.copyOf(source, ENOUGH);

    assertThat(copy).hasSize(JsonValues.MAX_ENTRIES).containsEntry("999", 999L);
  }

  @Test
  void entries_countOverAllLevels() {
    List<Object> wide = Collections.nCopies(1_000, Collections.nCopies(1_000, 1));

    List<?> copy = (List<?>) copyOf(wide);

    int entries = copy.size();
    for (Object row : copy) {
      entries += ((List<?>) row).size();
    }
    assertThat(entries).isLessThan(JsonValues.MAX_ENTRIES);
  }

  @Test
  @Timeout(10)
  void entries_ofAnEndlessCollection_areBounded() {
    assertThat((List<?>) copyOf(new Endless())).hasSize(JsonValues.MAX_ENTRIES - 1);
  }

  @Test
  void map_whoseIteratorThrows_namesTheException() {
    assertThat(copyOf(new ThrowingMap()))
        .isEqualTo(Map.of("[failed]", "[failed: java.lang.UnsupportedOperationException]"));
  }

  @Test
  void map_changedWhileItIsRead_keepsTheEntriesReadAndNamesTheException() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("first", new Object() {
      @Override
      public String toString() {
        map.put("third", 3);
        return "1";
      }
    });
    map.put("second", 2);

    assertThat(JsonValues.copyOf(map, ENOUGH))
        .containsExactly(
            entry("first", "1"),
            entry("[failed]", "[failed: java.util.ConcurrentModificationException]"));
  }

  @Test
  void list_changedWhileItIsRead_keepsTheElementsReadAndNamesTheException() {
    List<Object> list = new ArrayList<>();
    list.add(new Object() {
      @Override
      public String toString() {
        list.add("more");
        return "1";
      }
    });
    list.add(2);

    assertThat(copyOf(list))
        .isEqualTo(List.of("1", "[failed: java.util.ConcurrentModificationException]"));
  }

  @Test
  void list_whoseElementThrows_leavesTheRestOfTheMapAlone() {
    Map<String, Object> source = new LinkedHashMap<>();
    source.put("bad", new BrokenList());
    source.put("good", 1);

    assertThat(JsonValues.copyOf(source, ENOUGH))
        .containsExactly(
            entry("bad", List.of("[failed: java.lang.IllegalStateException]")), entry("good", 1L));
  }

  @Test
  void bytes_ofManyLongStrings_areKept() throws IOException {
    Map<String, Object> source = new LinkedHashMap<>();
    for (int i = 0; i < 100; i++) {
      source.put("key" + i, "\u0001".repeat(1_000));
    }

    assertThat(jsonBytes(JsonValues.copyOf(source, 10_000))).isBetween(9_000, 10_000);
  }

  @Test
  void bytes_ofManyMapsThatFail_areKept() throws IOException {
    Map<String, Object> source = Map.of("rows", Collections.nCopies(2_000, new ThrowingMap()));

    assertThat(jsonBytes(JsonValues.copyOf(source, 10_000))).isLessThanOrEqualTo(10_000);
  }

  @Test
  void bytes_ofManyListsThatFail_areKept() throws IOException {
    Map<String, Object> source = Map.of("rows", Collections.nCopies(2_000, new BrokenList()));

    assertThat(jsonBytes(JsonValues.copyOf(source, 10_000))).isLessThanOrEqualTo(10_000);
  }

  @Test
  void bytes_ofManyEmptyLists_areKept() throws IOException {
    Map<String, Object> source = Map.of("rows", Collections.nCopies(2_000, List.of()));

    assertThat(jsonBytes(JsonValues.copyOf(source, 1_000))).isLessThanOrEqualTo(1_000);
  }

  @Test
  void bytes_ofRandomValues_areKept() throws IOException {
    Random random = new Random(4);
    for (int i = 0; i < 5_000; i++) {
      int maxBytes = 2 + random.nextInt(600);

      Map<String, Object> copy = JsonValues.copyOf(randomMap(random, 0), maxBytes);

      assertThat(jsonBytes(copy)).as("case %s", i).isLessThanOrEqualTo(maxBytes);
    }
  }

  private static Object copyOf(Object value) {
    return JsonValues.copyOf(Collections.singletonMap("v", value), ENOUGH).get("v");
  }

  /** Returns the copy's size as JSON, as written by Jackson. */
  private static int jsonBytes(Map<String, Object> meta) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = new JsonFactory().createGenerator(bytes, JsonEncoding.UTF8)) {
      write(out, meta);
    }
    return bytes.size();
  }

  private static void write(JsonGenerator out, Object value) throws IOException {
    if (value instanceof Map) {
      out.writeStartObject();
      for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
        out.writeFieldName((String) entry.getKey());
        write(out, entry.getValue());
      }
      out.writeEndObject();
    } else if (value instanceof List) {
      out.writeStartArray();
      for (Object element : (List<?>) value) {
        write(out, element);
      }
      out.writeEndArray();
    } else {
      out.writeObject(value);
    }
  }

  private static Map<Object, Object> randomMap(Random random, int depth) {
    Map<Object, Object> map = new LinkedHashMap<>();
    for (int i = random.nextInt(8); i > 0; i--) {
      map.put(NastyText.random(random, 6), randomValue(random, depth));
    }
    return map;
  }

  private static Object randomValue(Random random, int depth) {
    switch (random.nextInt(depth > 4 ? 7 : 10)) {
      case 0:
        return null;
      case 1:
        return -Double.MIN_NORMAL * random.nextDouble();
      case 2:
        return random.nextLong() >> random.nextInt(64);
      case 3:
        return random.nextBoolean();
      case 4:
        return new ThrowingMap();
      case 5:
        return new BrokenList();
      case 6:
        return NastyText.random(random, 60);
      case 7:
        return randomMap(random, depth + 1);
      default:
        Object[] array = new Object[random.nextInt(6)];
        Arrays.setAll(array, i -> randomValue(random, depth + 1));
        return array;
    }
  }

  private enum Shouting {
    QUIET;

    @Override
    public String toString() {
      return "LOUD";
    }
  }

  private static final class Throwing {
    @Override
    public String toString() {
      throw new IllegalStateException("secret");
    }
  }

  private static final class ThrowingMap extends AbstractMap<String, Object> {
    @Override
    public Set<Entry<String, Object>> entrySet() {
      throw new UnsupportedOperationException("secret");
    }
  }

  private static final class BrokenList extends AbstractList<Object> {
    @Override
    public Object get(int index) {
      throw new IllegalStateException("secret");
    }

    @Override
    public int size() {
      return 3;
    }
  }

  private static final class Endless extends AbstractList<Object> {
    @Override
    public Object get(int index) {
      return index;
    }

    @Override
    public int size() {
      return Integer.MAX_VALUE;
    }
  }

  private static final class Fraction extends Number {
    @Override
    public int intValue() {
      return 0;
    }

    @Override
    public long longValue() {
      return 0;
    }

    @Override
    public float floatValue() {
      return 0;
    }

    @Override
    public double doubleValue() {
      return 0;
    }

    @Override
    public String toString() {
      return "1/3";
    }
  }

  /** A subclass like java.sql.Date. */
  private static final class DayOnly extends Date {
    @Override
    public java.time.Instant toInstant() {
      throw new UnsupportedOperationException();
    }

    @Override
    public String toString() {
      return "1970-01-01";
    }
  }
}
