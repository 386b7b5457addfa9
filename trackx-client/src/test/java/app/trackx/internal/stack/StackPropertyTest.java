package app.trackx.internal.stack;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.internal.stack.ServerStackParser.Frame;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** For any exception, the server parses exactly the intended frames. */
@NullUnmarked
class StackPropertyTest {
  private static final int SAMPLES = 2000;
  private static final int[] LINES = {
    -2, -1, 0, 1, 7, 42, 65_535, Integer.MAX_VALUE, Integer.MIN_VALUE
  };
  private static final String[] PIECES = {
    " ",
    "(",
    ")",
    "@",
    ":",
    "/",
    "\\",
    ".",
    "$",
    "\n",
    "\r",
    "\t",
    "\0",
    "\u0085",
    "\u2028",
    "\u2029",
    "\u00A0",
    "\uFEFF",
    "\uD83D",
    "\uDE00",
    "\uD83D\uDE00",
    "語",
    "é",
    "at ",
    "eval at ",
    " (eval at x (y:1:2), z)",
    " (eval at ",
    "), ",
    " (",
    "http://",
    "https://a.b:80/c",
    ":1:2",
    ":3",
    "A",
    "b",
    "native",
    "com.acme.",
    "java.util.",
    "sun.nio.",
    "javax.crypto.",
    "<init>",
    "[circular]",
    "Wrapped by: ",
    "... 3 frames",
    "$Proxy1",
    "$$Lambda$1/0x12",
    "$$SpringCGLIB$$0",
    "$HibernateProxy$x",
    "/0x12",
    "'",
    "\"",
    "{}",
    ",",
    "=",
    "-"
  };

  @Test
  void format_anyThrowable_showsTheServerTheFramesMeant() {
    for (int seed = 0; seed < SAMPLES; seed++) {
      Throwable error = new Sample(seed).chain();

      StackText stack = StackFormatter.format(CauseChain.of(error));

      List<Frame> meant = Meaning.of(error);
      assertThat(ServerStackParser.parse(stack.text()))
          .as("seed %d: %s", seed, stack.text())
          .isEqualTo(meant.subList(0, Math.min(40, meant.size())));
      assertThat(stack.hasFrames()).as("seed %d", seed).isEqualTo(!meant.isEmpty());
      assertThat(stack.topFrame())
          .as("seed %d", seed)
          .isEqualTo(meant.isEmpty() ? null : meant.get(0).callee());
    }
  }

  @Test
  void format_anyCallSite_showsTheServerTheFramesMeant() {
    for (int seed = 0; seed < SAMPLES; seed++) {
      Sample sample = new Sample(seed);
      StackTraceElement[] callSite = sample.frames();

      StackText stack = StackFormatter.format(sample.name(), callSite);

      List<Frame> meant = Meaning.of(List.of(callSite));
      assertThat(ServerStackParser.parseAll(stack.text())).as("seed %d", seed).isEqualTo(meant);
    }
  }

  @Test
  void fingerprint_ofAnyTwoThrowables_isEqualExactlyIfTheServerGroupsThem() {
    Map<String, String> groupings = new HashMap<>();
    Map<String, String> fingerprints = new HashMap<>();
    for (int seed = 0; seed < SAMPLES; seed++) {
      StackText stack = StackFormatter.format(CauseChain.of(new Sample(seed).chain()));
      String grouping = ServerStackParser.grouping(stack.text());
      assertThat(groupings.merge(stack.fingerprint(), grouping, (a, b) -> a)).isEqualTo(grouping);
      assertThat(fingerprints.merge(grouping, stack.fingerprint(), (a, b) -> a))
          .isEqualTo(stack.fingerprint());
    }
    assertThat(fingerprints).hasSizeBetween(SAMPLES / 2, SAMPLES);
  }

  @Test
  void format_anyThrowable_isBoundedWellFormedText() {
    for (int seed = 0; seed < SAMPLES; seed++) {
      String text =
          StackFormatter.format(CauseChain.of(new Sample(seed).chain())).text();

      assertThat(text).as("seed %d", seed).hasSizeBetween(1, 65_536).doesNotContain("secret");
      assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(text))
          .as("seed %d", seed)
          .isTrue();
    }
  }

  @Test
  void header_anyName_yieldsNoFrame() {
    for (int seed = 0; seed < SAMPLES; seed++) {
      String header = ClassNames.header(new Sample(seed).name());

      for (String line : List.of(header, "Wrapped by: " + header + " [circular]")) {
        assertThat(ServerStackParser.parseAll(line)).as(line).isEmpty();
      }
      assertThat(header).as("seed %d", seed).hasSizeBetween(1, 500).doesNotContain("\n");
    }
  }

  /** Generates random exceptions from one seed. */
  private static final class Sample {
    private final Random random;
    private final List<StackTraceElement> known = new ArrayList<>();

    Sample(int seed) {
      this.random = new Random(seed);
    }

    Throwable chain() {
      List<Exception> links = new ArrayList<>();
      Exception error = null;
      for (int i = random.nextInt(6); i >= 0; i--) {
        error = new Exception("secret@b.c 10:12:13 at x (y)", error);
        error.setStackTrace(frames());
        links.add(error);
        for (int k = random.nextInt(8) - 5; k > 0; k--) {
          Exception suppressed = new Exception("secret");
          suppressed.setStackTrace(frames());
          error.addSuppressed(suppressed);
        }
      }
      Exception root = links.get(0);
      if (links.size() > 1 && random.nextInt(4) == 0) {
        Exception cycled = new Exception("secret");
        cycled.setStackTrace(frames());
        Exception last = new Exception("secret", cycled);
        last.setStackTrace(root.getStackTrace());
        cycled.initCause(last);
        return last;
      }
      return error;
    }

    StackTraceElement[] frames() {
      List<StackTraceElement> frames = new ArrayList<>();
      for (int i = random.nextInt(12); i > 0; i--) {
        StackTraceElement frame = frame();
        frames.add(frame);
        known.add(frame);
      }
      if (!frames.isEmpty() && random.nextInt(3) == 0) {
        int at = random.nextInt(frames.size());
        List<StackTraceElement> unit = List.copyOf(frames.subList(at, frames.size()));
        for (int i = random.nextInt(8); i > 0; i--) {
          frames.addAll(at, unit);
        }
      }
      // the frames that wrappers have in common
      frames.addAll(known.subList(0, Math.min(known.size(), 3)));
      return frames.toArray(new StackTraceElement[0]);
    }

    private StackTraceElement frame() {
      if (random.nextInt(10) == 0) {
        return new StackTraceElement("java.lang.reflect.Method", "invoke", "Method.java", 569);
      }
      String file = random.nextInt(5) == 0 ? null : name();
      return new StackTraceElement(name(), name(), file, LINES[random.nextInt(LINES.length)]);
    }

    String name() {
      StringBuilder name = new StringBuilder();
      for (int i = random.nextInt(9); i > 0; i--) {
        name.append(PIECES[random.nextInt(PIECES.length)]);
      }
      return name.toString();
    }
  }

  /** The intended content of a stack, computed in a slow and simple way. */
  private static final class Meaning {
    static List<Frame> of(Throwable error) {
      List<Throwable> chain = new ArrayList<>();
      Set<Throwable> known = Collections.newSetFromMap(new IdentityHashMap<>());
      for (Throwable t = error; t != null && known.add(t); t = t.getCause()) {
        chain.add(0, t);
      }
      List<Frame> meant = new ArrayList<>();
      List<StackTraceElement> inner = List.of();
      for (Throwable link : chain) {
        List<StackTraceElement> frames = seen(Arrays.asList(link.getStackTrace()));
        int own = frames.size();
        int other = inner.size();
        while (own > 0 && other > 0 && frames.get(own - 1).equals(inner.get(other - 1))) {
          own--;
          other--;
        }
        for (StackTraceElement frame : folded(frames.subList(0, own))) {
          meant.add(meaning(frame));
        }
        inner = frames;
      }
      StackTraceElement[] root = chain.get(0).getStackTrace();
      return meant.isEmpty() && root.length > 0 ? top(Arrays.asList(root)) : meant;
    }

    static List<Frame> of(List<StackTraceElement> frames) {
      List<StackTraceElement> seen = seen(frames);
      return seen.isEmpty() && !frames.isEmpty()
          ? top(frames)
          : folded(seen).stream().map(Meaning::meaning).toList();
    }

    /** Returns the meaning of frames of the JDK alone. */
    private static List<Frame> top(List<StackTraceElement> frames) {
      return List.of(meaning(called(withoutPlumbing(frames).get(0))));
    }

    /** Returns the application's frames, and those of the JDK that it called. */
    private static List<StackTraceElement> seen(List<StackTraceElement> all) {
      List<StackTraceElement> frames = withoutPlumbing(all);
      List<StackTraceElement> seen = new ArrayList<>();
      for (int i = 0; i < frames.size(); i++) {
        if (!isOfJdk(frames.get(i))) {
          seen.add(frames.get(i));
        } else if (i + 1 < frames.size() && !isOfJdk(frames.get(i + 1))) {
          seen.add(called(frames.get(i)));
        }
      }
      return seen;
    }

    private static boolean isOfJdk(StackTraceElement frame) {
      return frame.getClassName().matches("(?s)(java|sun|jdk|javax\\.crypto)\\..*");
    }

    private static StackTraceElement called(StackTraceElement frame) {
      String name = frame.getClassName().replaceFirst("(?s)(?<=.)(\\$\\d+)+\\z", "");
      return new StackTraceElement(name, frame.getMethodName(), frame.getFileName(), 0);
    }

    private static List<StackTraceElement> withoutPlumbing(List<StackTraceElement> frames) {
      List<StackTraceElement> kept = new ArrayList<>(frames);
      kept.removeIf(frame -> frame.getClassName().equals("java.lang.reflect.Method")
          || frame.getClassName().matches("(?s).*\\$\\$Lambda([$/].*)?"));
      return kept.isEmpty() ? frames : kept;
    }

    /**
     * Replaces frames that are repeated three times or more by one repetition, the farthest
     * reaching first.
     */
    private static List<StackTraceElement> folded(List<StackTraceElement> frames) {
      for (int at = 0; at < frames.size(); at++) {
        int best = 0;
        int reach = 0;
        for (int period = 1; period <= 64 && at + 3 * period <= frames.size(); period++) {
          int end = at + period;
          while (end < frames.size() && frames.get(end).equals(frames.get(end - period))) {
            end++;
          }
          if (end - at >= 3 * period && end > reach) {
            best = period;
            reach = end;
          }
        }
        if (best > 0) {
          List<StackTraceElement> result = new ArrayList<>(frames.subList(0, at + best));
          int rest = at + (reach - at) / best * best;
          result.addAll(folded(frames.subList(rest, frames.size())));
          return result;
        }
      }
      return frames;
    }

    private static Frame meaning(StackTraceElement frame) {
      String className = ClassNames.stable(frame);
      String callee = harmless(className + "." + ClassNames.method(frame.getMethodName()))
          .replaceAll("(?<= \\(eval) (?=at )", "_");
      int simple = className.lastIndexOf('.') + 1;
      String name = ClassNames.file(frame);
      if (name.isEmpty()) {
        name = className.substring(simple).replaceFirst("(?s)^(\\$*[^$]*).*", "$1");
      }
      String file = harmless(className.substring(0, simple).replace('.', '/') + name)
          .replaceAll("[():\\\\]", "_");
      file = file.isEmpty() ? "_" : file;
      Integer line = frame.getLineNumber() > 0 ? frame.getLineNumber() : null;
      return new Frame(
          callee, callee.substring(callee.lastIndexOf('.') + 1), file, file, line, null);
    }

    private static String harmless(String name) {
      return name.replaceAll("[\\p{Cntrl}\\u0080-\\u009F\\u2028\\u2029]", "_")
          .replaceAll("\\p{Cs}", "\uFFFD");
    }
  }
}
