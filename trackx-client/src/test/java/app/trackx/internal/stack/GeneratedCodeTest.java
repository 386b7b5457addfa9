package app.trackx.internal.stack;

import static app.trackx.internal.stack.Stacks.at;
import static app.trackx.internal.stack.Stacks.format;
import static app.trackx.internal.stack.Stacks.seen;
import static app.trackx.internal.stack.Stacks.with;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.NamingStrategy;
import net.bytebuddy.implementation.MethodCall;
import net.bytebuddy.matcher.ElementMatchers;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Differences between runs, calls and JDKs must not show in the frames. */
@NullUnmarked
class GeneratedCodeTest {
  @Test
  void reflection_methodCalled40Times_hasOneFingerprint() throws Exception {
    Method pay = Target.class.getDeclaredMethod("pay");
    Set<String> fingerprints = new HashSet<>();
    Set<String> ofWrapper = new HashSet<>();
    for (int i = 0; i < 40; i++) {
      try {
        pay.invoke(new Target());
      } catch (InvocationTargetException e) {
        fingerprints.add(format(e.getCause()).fingerprint());
        ofWrapper.add(format(e).fingerprint());
      }
    }

    assertThat(fingerprints).hasSize(1);
    assertThat(ofWrapper).isEqualTo(fingerprints);
  }

  @Test
  void reflection_constructorCalled40Times_hasOneFingerprint() throws Exception {
    Constructor<Target> constructor = Target.class.getDeclaredConstructor(String.class);
    Set<String> fingerprints = new HashSet<>();
    for (int i = 0; i < 40; i++) {
      try {
        constructor.newInstance("x");
      } catch (InvocationTargetException e) {
        fingerprints.add(format(e).fingerprint());
      }
    }

    assertThat(fingerprints).hasSize(1);
  }

  @Test
  void reflection_frames_areThoseOfTargetAndCaller() throws Exception {
    Throwable error = null;
    try {
      Target.class.getDeclaredMethod("pay").invoke(new Target());
    } catch (InvocationTargetException e) {
      error = e;
    }

    assertThat(callees(error).subList(0, 2))
        .containsExactly(
            Target.class.getName() + ".pay",
            getClass().getName() + ".reflection_frames_areThoseOfTargetAndCaller");
  }

  @Test
  void methodHandle_frames_areThoseOfTargetAndCaller() throws Throwable {
    MethodHandle pay =
        MethodHandles.lookup().findVirtual(Target.class, "pay", MethodType.methodType(void.class));
    Throwable error = null;
    try {
      pay.invoke(new Target());
    } catch (IllegalStateException e) {
      error = e;
    }

    assertThat(callees(error).subList(0, 2))
        .containsExactly(
            Target.class.getName() + ".pay",
            getClass().getName() + ".methodHandle_frames_areThoseOfTargetAndCaller");
  }

  @Test
  void lambda_frames_holdBodyButNoProxy() {
    List<String> callees = callees(thrownBy(() -> new Target().pay()));

    assertThat(callees.get(1)).contains("lambda$lambda_frames_holdBodyButNoProxy$");
    assertThat(callees.get(2)).isEqualTo(getClass().getName() + ".thrownBy");
    assertThat(String.join("\n", callees)).doesNotContain("$$Lambda");
  }

  @Test
  void jdkProxies_ofDifferentClasses_readTheSame() {
    // Two interfaces, so that the JDK makes two classes.
    Throwable one = thrownBy(() -> proxy(Runnable.class, Cloneable.class).run());
    Throwable other =
        thrownBy(() -> proxy(Runnable.class, java.io.Serializable.class).run());

    assertThat(generatedClass(one, "$Proxy")).isNotEqualTo(generatedClass(other, "$Proxy"));
    assertThat(callees(one)).contains("jdk.proxy.$Proxy.run");
    assertThat(upTo("$Proxy", callees(one))).isEqualTo(upTo("$Proxy", callees(other)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ByteBuddy", "HibernateProxy", "MockitoMock"})
  void byteBuddyClasses_ofDifferentRuns_readTheSame(String word) throws Exception {
    Target one = subclass(word);
    Target other = subclass(word);
    Throwable first = thrownBy(one::pay);
    Throwable second = thrownBy(other::pay);

    assertThat(one.getClass()).isNotEqualTo(other.getClass());
    assertThat(callees(first)).contains(Target.class.getName() + "$" + word + ".pay");
    assertThat(upTo(word, callees(first))).isEqualTo(upTo(word, callees(second)));
  }

  @ParameterizedTest
  @CsvSource({
    "com.acme.A$$EnhancerBySpringCGLIB$$1a2b, com.acme.A$$EnhancerBySpringCGLIB$$9f8e",
    "com.acme.A$$FastClassBySpringCGLIB$$1a2b, com.acme.A$$FastClassBySpringCGLIB$$9f8e",
    "com.acme.A$$SpringCGLIB$$0, com.acme.A$$SpringCGLIB$$1",
    "com.acme.A$HibernateProxy$x1Y2, com.acme.A$HibernateProxy$ZZ9",
    "com.acme.A_$$_jvst1a2_0, com.acme.A_$$_jvst9f8_3",
    "codegen.com.acme.A$MockitoMock$12, codegen.com.acme.A$MockitoMock$34",
    "com.sun.proxy.$Proxy12, jdk.proxy2.$Proxy7",
    "com.acme.Foo/0x0000000800c03000, com.acme.Foo/0x0000000800d04000"
  })
  void generatedClasses_ofTwoRuns_haveOneFingerprint(String one, String other) {
    assertThat(fingerprint(at(one, "pay", null, -1), at("main", 1)))
        .isEqualTo(fingerprint(at(other, "pay", null, -1), at("main", 1)));
  }

  @Test
  void accessors_beforeAndAfterTheSwitch_haveOneFingerprint() {
    String nativeAccess = fingerprint(
        at("pay", 1),
        at("sun.reflect.NativeMethodAccessorImpl", "invoke0", null, -2),
        at("sun.reflect.NativeMethodAccessorImpl", "invoke", "NativeMethodAccessorImpl.java", 62),
        at(
            "sun.reflect.DelegatingMethodAccessorImpl",
            "invoke",
            "DelegatingMethodAccessorImpl.java",
            43),
        at("java.lang.reflect.Method", "invoke", "Method.java", 498),
        at("main", 1));
    String generatedAccess = fingerprint(
        at("pay", 1),
        at("jdk.internal.reflect.GeneratedMethodAccessor37", "invoke", null, -1),
        at("java.lang.reflect.Method", "invoke", "Method.java", 569),
        at("main", 1));

    assertThat(nativeAccess).isEqualTo(generatedAccess);
  }

  @Test
  void plumbing_nothingElse_isKeptButRenamed() {
    Exception error = with(
        new Exception(),
        at("jdk.internal.reflect.GeneratedMethodAccessor37", "invoke", null, -1),
        at("com.acme.A$$Lambda$14/0x0000000800c03000", "run", null, -1));

    assertThat(seen(error))
        .containsExactly(
            "jdk.internal.reflect.GeneratedMethodAccessor.invoke@jdk/internal/reflect/GeneratedMethodAccessor:0",
            "com.acme.A$$Lambda.run@com/acme/A:0");
  }

  @Test
  void generatedClass_withLine_keepsIt() {
    assertThat(seen(with(new Exception(), at("A$$SpringCGLIB$$0", "pay", "<generated>", 7))))
        .containsExactly("A$$SpringCGLIB.pay@<generated>:7");
  }

  private static String fingerprint(StackTraceElement... frames) {
    return format(with(new Exception(), frames)).fingerprint();
  }

  private static List<String> callees(Throwable error) {
    List<String> callees = new ArrayList<>();
    for (String frame : seen(error)) {
      callees.add(frame.substring(0, frame.lastIndexOf('@')));
    }
    return callees;
  }

  private static List<String> upTo(String word, List<String> callees) {
    int i = 0;
    while (!callees.get(i).contains(word)) {
      i++;
    }
    return callees.subList(0, i + 1);
  }

  private static String generatedClass(Throwable error, String word) {
    for (StackTraceElement frame : error.getStackTrace()) {
      if (frame.getClassName().contains(word)) {
        return frame.getClassName();
      }
    }
    throw new AssertionError("no frame of a generated class");
  }

  private static Runnable proxy(Class<?>... interfaces) {
    return (Runnable) Proxy.newProxyInstance(
        GeneratedCodeTest.class.getClassLoader(), interfaces, (self, method, arguments) -> {
          throw new IllegalStateException();
        });
  }

  private static Target subclass(String word) throws Exception {
    return new ByteBuddy()
        .with(new NamingStrategy.SuffixingRandom(word))
        .subclass(Target.class)
        .method(ElementMatchers.named("pay"))
        .intercept(MethodCall.invokeSuper())
        .make()
        .load(Target.class.getClassLoader())
        .getLoaded()
        .getDeclaredConstructor()
        .newInstance();
  }

  private static Throwable thrownBy(Runnable code) {
    try {
      code.run();
    } catch (RuntimeException e) {
      return e;
    }
    throw new AssertionError("nothing thrown");
  }

  /** Fails in every way that it can be called. */
  public static class Target {
    public Target() {}

    Target(String name) {
      throw new IllegalStateException(name);
    }

    public void pay() {
      throw new IllegalStateException();
    }
  }
}
