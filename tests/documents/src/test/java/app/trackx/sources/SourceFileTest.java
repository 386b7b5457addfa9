package app.trackx.sources;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SourceFileTest {
  @Test
  void lines_areThoseWithCode() throws Exception {
    SourceFile file = SourceFile.parse("""
        // a comment
        package a;

        /* another,
           of two lines */
        class A {
          String url = "http://a/*"; // not the start of one
          char quote = '"'; /* one */ int i;
          /* one */ int j;
          /** Javadoc. */
        }
        """);

    assertThat(file.lines()).isEqualTo(6);
    assertThat(file.packageName()).isEqualTo("a");
  }

  @Test
  void methods_countTheirSignatureAndTheirBlocks() throws Exception {
    SourceFile file = SourceFile.parse("""
        class A {
          /** Javadoc. */
          @Deprecated
          void a(
              int b) {

            // a comment
            b++;
          }

          class B { B() {} }
        }
        """);

    assertThat(file.methods())
        .containsEntry("A.a", 5)
        .containsEntry("A.B.<init>", 1)
        .hasSize(2);
  }

  @Test
  void undocumented_isWhatUsersSeeWithoutJavadoc() throws Exception {
    SourceFile file = SourceFile.parse("""
        public class A {
          /** One. */
          public int documented;
          public int field;
          protected void method() {}
          public A() {}
          @Override public String toString() { return ""; }
          private int hidden;
          void internal() {}
          static class Hidden { public int x; }
          public enum Kind {
            /** One. */ ONE,
            TWO
          }
          /** An interface. */
          public interface Face {
            void call();
          }
        }
        """);

    assertThat(file.undocumented())
        .containsExactly(
            "A", "A.field", "A.method", "A.<init>", "A.Kind", "A.Kind.TWO", "A.Face.call");
  }
}
