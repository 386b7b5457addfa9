package app.trackx.spring;

import app.trackx.CurrentVisitor;
import app.trackx.RequestContext;
import java.lang.reflect.Method;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.util.ClassUtils;

/** A call of an asynchronous method. Both halves see the same invocation, on different threads. */
final class AsyncCall {
  private static final String REQUEST = "app.trackx.request";

  private AsyncCall() {}

  /** The caller's half: leaves its request, with the visitor, in the invocation. */
  static final class Submission implements MethodInterceptor {
    @Override
    public @Nullable Object invoke(MethodInvocation call) throws Throwable {
      if (call instanceof ProxyMethodInvocation both) {
        RequestContext request = RequestContext.current();
        String visitor = CurrentVisitor.get();
        if (request != null || visitor != null) {
          RequestContext known = request == null ? new RequestContext() : request;
          both.setUserAttribute(REQUEST, known.withVisitor(visitor));
        }
      }
      return call.proceed();
    }
  }

  /**
   * The executor's half: runs the method for that request, and reports its failure before Spring or
   * the application handle it.
   */
  static final class Run implements MethodInterceptor {
    private final ClientAccess client;

    Run(ClientAccess client) {
      this.client = client;
    }

    @Override
    public @Nullable Object invoke(MethodInvocation call) throws Throwable {
      String job = nameOf(call);
      JobScope scope = JobScope.open(requestOf(call), job);
      try {
        Object result = call.proceed();
        if (result instanceof CompletionStage<?> stage) {
          watch(stage, job);
        }
        return result;
      } catch (Throwable error) {
        if (Future.class.isAssignableFrom(call.getMethod().getReturnType())) {
          client.rejected(error, job);
        } else {
          client.uncaught(error, job);
        }
        throw error;
      } finally {
        scope.close();
      }
    }

    private static @Nullable RequestContext requestOf(MethodInvocation call) {
      Object request =
          call instanceof ProxyMethodInvocation both ? both.getUserAttribute(REQUEST) : null;
      return request instanceof RequestContext known ? known : RequestContext.current();
    }

    private void watch(CompletionStage<?> stage, String job) {
      @Nullable RequestContext request = RequestContext.current();
      stage.whenComplete((result, failure) -> {
        Throwable error = failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
        if (error != null && !(error instanceof CancellationException)) {
          Runnable report = () -> client.rejected(error, job);
          JobScope.within(request, report);
        }
      });
    }

    private static String nameOf(MethodInvocation call) {
      Method method = call.getMethod();
      Object target = call.getThis();
      Class<?> type = target == null ? method.getDeclaringClass() : ClassUtils.getUserClass(target);
      return type.getName() + "." + method.getName();
    }
  }
}
