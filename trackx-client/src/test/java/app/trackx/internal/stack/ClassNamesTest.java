package app.trackx.internal.stack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClassNamesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Main",
        "com.acme.A",
        "com.acme.A$Inner$1",
        "com.acme.A$1Local",
        "com.acme.A$$anonfun$1",
        "com.acme.A$$anonfun$foo$2$$anonfun$apply$3",
        "scala.Foo$",
        "scala.package$Foo$",
        "user$eval140",
        "user$eval140$fn__141",
        "com.acme.Proxy12",
        "com.acme.$ProxyFactory",
        "com.acme.$Proxy",
        "com.acme.Outer$Proxy12",
        "com.acme.FooTest$should pay (twice) when asked$1",
        "com.acme.ByteBuddy",
        "com.acme.A$ByteBuddy",
        "com.acme.A$HibernateProxy",
        "com.acme.HibernateProxy$Builder1$",
        "com.acme.A$accessor$Helper",
        "com.acme.A$$SpringCGLIB",
        "com.acme.A$$SpringCGLIB$$Other",
        "com.acme.A$$EnhancerByAcme$$Readable",
        "com.acme.A$EnhancerByAcme$1",
        "com.acme.A$Lambda$14",
        "com.acme.A$$LambdaKt",
        "com.acme.A_$$_javassistant",
        "com.acme.A_$$_jvstar",
        "com.acme.A_$$_WeldSubclass",
        "com.acme.A$Proxy$_$$_WeldClientProxy",
        "com.acme.Sql/Statement",
        "com.acme.GeneratedMethodAccessor1",
        "jdk.proxy2.Other",
        "/0x12",
        "$",
        "$$",
        "a$",
        "",
        "日本.語$内"
      })
  void stable_ordinaryName_isTheSameString(String name) {
    assertThat(ClassNames.stable(name)).isSameAs(name);
  }

  @ParameterizedTest
  @CsvSource({
    "com.sun.proxy.$Proxy12, jdk.proxy.$Proxy",
    "com.sun.proxy.jdk.proxy1.$Proxy3, jdk.proxy.$Proxy",
    "jdk.proxy2.$Proxy12, jdk.proxy.$Proxy",
    "jdk.proxy17.$Proxy0, jdk.proxy.$Proxy",
    "com.acme.$Proxy9, com.acme.$Proxy",
    "$Proxy9, $Proxy",
    "com.acme.A$$EnhancerBySpringCGLIB$$1a2b, com.acme.A$$EnhancerBySpringCGLIB",
    "com.acme.A$$EnhancerBySpringCGLIB$$1a2b_2, com.acme.A$$EnhancerBySpringCGLIB",
    "com.acme.A$$EnhancerBySpringCGLIB$$1a2b$Inner, com.acme.A$$EnhancerBySpringCGLIB$Inner",
    "com.acme.A$$FastClassBySpringCGLIB$$9f, com.acme.A$$FastClassBySpringCGLIB",
    "com.acme.A$$EnhancerByCGLIB$$9f0e1d2c, com.acme.A$$EnhancerByCGLIB",
    "com.acme.A$$SpringCGLIB$$0, com.acme.A$$SpringCGLIB",
    "com.acme.A$$SpringCGLIB$$FastClass$$1, com.acme.A$$SpringCGLIB$$FastClass",
    "com.acme.A$$SpringCGLIB$$0$$FastClass$$1, com.acme.A$$SpringCGLIB$$FastClass",
    "com.acme.A$$EnhancerByGuice$$4f3a, com.acme.A$$EnhancerByGuice",
    "com.acme.A$$EnhancerByGuice$$12/0x0000000800c03000, com.acme.A$$EnhancerByGuice",
    "com.acme.K$$KeyFactoryByCGLIB$$7, com.acme.K$$KeyFactoryByCGLIB",
    "com.acme.A$HibernateProxy$x1Y2, com.acme.A$HibernateProxy",
    "com.acme.A$HibernateBasicProxy$x1Y2, com.acme.A$HibernateBasicProxy",
    "com.acme.A$HibernateAccessOptimizer$x1Y2, com.acme.A$HibernateAccessOptimizer",
    "com.acme.A$HibernateInstantiator$x1Y2, com.acme.A$HibernateInstantiator",
    "com.acme.A$ByteBuddy$aBcD12, com.acme.A$ByteBuddy",
    "com.acme.A$ByteBuddy$aBcD12$auxiliary$x9, com.acme.A$ByteBuddy$auxiliary",
    "com.acme.A$auxiliary$aBc, com.acme.A$auxiliary",
    "com.acme.A$MockitoMock$123456, com.acme.A$MockitoMock",
    "codegen.java.util.List$MockitoMock$123456, codegen.java.util.List$MockitoMock",
    "com.acme.A_$$_jvst1a2_0, com.acme.A_$$_jvst",
    "com.acme.A_$$_javassist_12, com.acme.A_$$_javassist",
    "com.acme.Foo/0x0000000800c03000, com.acme.Foo",
    "com.acme.Foo/123456, com.acme.Foo",
    "com.acme.A$$Lambda$14/0x0000000800c03000, com.acme.A$$Lambda",
    "com.acme.A$$Lambda/0x00007f1234, com.acme.A$$Lambda",
    "com.acme.A$$Lambda$1/123456, com.acme.A$$Lambda",
    "sun.reflect.GeneratedMethodAccessor37, sun.reflect.GeneratedMethodAccessor",
    "jdk.internal.reflect.GeneratedConstructorAccessor2, jdk.internal.reflect.GeneratedConstructorAccessor",
    "jdk.internal.reflect.GeneratedSerializationConstructorAccessor5, jdk.internal.reflect.GeneratedSerializationConstructorAccessor"
  })
  void stable_generatedName_losesWhatVaries(String name, String expected) {
    assertThat(ClassNames.stable(name)).isEqualTo(expected);
    assertThat(ClassNames.stable(expected)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "pay, pay",
    "lambda$main$0, lambda$main$0",
    "$anonfun$apply$1, $anonfun$apply$1",
    "access$000, access$000",
    "original, original",
    "pay$accessor$aBcD, pay$accessor",
    "pay$original$aBcD, pay$original",
    "pay$original$aBcD$accessor$xYz9, pay$original$accessor"
  })
  void method_name_losesOnlyRandomWords(String name, String expected) {
    assertThat(ClassNames.method(name)).isEqualTo(expected);
    assertThat(ClassNames.method(expected)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "com.acme.PayException, com.acme.PayException",
    "com.acme.Outer$Inner-x_1, com.acme.Outer$Inner-x_1",
    "com.acme.日本語例外, com.acme.日本語例外",
    "com.acme.𝒳Exception, com.acme.𝒳Exception",
    "should fail (twice), should_fail__twice_",
    "a@b:1:2, a_b_1_2",
    "com.acme.Foo/0x0000000800c03000, com.acme.Foo",
    "com.acme.E$MockitoMock$12, com.acme.E$MockitoMock"
  })
  void header_name_holdsOnlyLettersDigitsAndFourMarks(String name, String expected) {
    assertThat(ClassNames.header(name)).isEqualTo(expected);
  }

  @Test
  void header_emptyName_isUnderscore() {
    assertThat(ClassNames.header("")).isEqualTo("_");
  }

  @Test
  void header_lineEndsAndLoneSurrogates_areReplaced() {
    assertThat(ClassNames.header("a\nb\rc\u2028d\u0000e\uD800")).isEqualTo("a_b_c_d_e_");
  }

  @Test
  void header_longName_isClippedOnWholeCodePoint() {
    assertThat(ClassNames.header("x".repeat(65_535))).hasSize(500);
    assertThat(ClassNames.header("x".repeat(499) + "𝒳")).isEqualTo("x".repeat(499));
  }
}
