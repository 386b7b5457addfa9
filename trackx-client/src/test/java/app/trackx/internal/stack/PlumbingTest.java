package app.trackx.internal.stack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlumbingTest {
  @ParameterizedTest
  @CsvSource({
    "sun.reflect.NativeMethodAccessorImpl, invoke0",
    "sun.reflect.GeneratedMethodAccessor37, invoke",
    "jdk.internal.reflect.NativeMethodAccessorImpl, invoke",
    "jdk.internal.reflect.DelegatingMethodAccessorImpl, invoke",
    "jdk.internal.reflect.GeneratedMethodAccessor1, invoke",
    "jdk.internal.reflect.DirectMethodHandleAccessor, invoke",
    "jdk.internal.reflect.DirectMethodHandleAccessor$NativeAccessor, invoke0",
    "jdk.internal.reflect.DirectConstructorHandleAccessor, newInstance",
    "java.lang.reflect.Method, invoke",
    "java.lang.reflect.Constructor, newInstance",
    "java.lang.reflect.Constructor, newInstanceWithCaller",
    "java.lang.invoke.LambdaForm$MH/0x0000000800c03000, invoke",
    "java.lang.invoke.LambdaForm$DMH/123456, invokeStatic_V",
    "java.lang.invoke.DirectMethodHandle$Holder, invokeVirtual",
    "java.lang.invoke.Invokers$Holder, invokeExact_MT",
    "com.acme.A$$Lambda$14/0x0000000800c03000, run",
    "com.acme.A$$Lambda/0x00007f0800c03000, run",
    "com.acme.A$$Lambda$1/123456, run",
    "com.acme.A$$Lambda$1, run",
    "-$$Lambda$Main$xyz, run",
    "com.acme.A$$InjectedInvoker/0x0000000800c03000, reflect_invoke_V",
    "org.codehaus.groovy.runtime.callsite.CallSiteArray, defaultCall",
    "org.codehaus.groovy.reflection.CachedMethod, invoke",
    "org.codehaus.groovy.vmplugin.v8.IndyInterface, fromCache"
  })
  void isPlumbing_reflectionAndItsKin_isTrue(String className, String method) {
    assertThat(isPlumbing(className, method)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "com.acme.A, invoke",
    "com.acme.A, lambda$main$0",
    "com.acme.A$$LambdaKt, run",
    "com.acme.A$$anonfun$1, apply",
    "com.acme.java.lang.reflect.Method, invoke",
    "java.lang.reflect.Method, checkAccess",
    "java.lang.reflect.Methods, invoke",
    "java.lang.reflect.Proxy, newProxyInstance",
    "java.lang.reflect.Constructor, toString",
    "java.lang.reflect.Array, get",
    "java.lang.invoke.MethodHandle, invokeWithArguments",
    "java.lang.invoker.LambdaForm, x",
    "jdk.internal.reflection.A, invoke",
    "sun.reflect.annotation.AnnotationParser, parse",
    "sun.reflection.A, invoke",
    "org.codehaus.groovy.runtime.InvokerHelper, invokeMethod",
    "org.acme.A, invoke",
    "'', ''"
  })
  void isPlumbing_anyOtherFrame_isFalse(String className, String method) {
    assertThat(isPlumbing(className, method)).isFalse();
  }

  private static boolean isPlumbing(String className, String method) {
    return Plumbing.isPlumbing(new StackTraceElement(className, method, null, -1));
  }
}
