package app.trackx.internal.stack;

import static app.trackx.internal.stack.Stacks.at;
import static app.trackx.internal.stack.Stacks.seen;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Frames above the line that logged, as libraries leave them. */
class LoggingFacadesTest {
  private static final StackTraceElement BACKEND =
      at("ch.qos.logback.classic.Logger", "error", "Logger.java", 550);
  private static final StackTraceElement CALLER = at("com.acme.Orders", "pay", "Orders.java", 42);

  @ParameterizedTest
  @CsvSource({
    "org.apache.kafka.common.utils.LogContext$LocationAwareKafkaLogger, error, LogContext.java",
    "org.apache.kafka.common.utils.LogContext$LocationlessKafkaLogger, warn, LogContext.java",
    "org.apache.spark.internal.Logging, logError, Logging.scala",
    "org.apache.spark.internal.Logging, logError$, Logging.scala",
    "org.apache.spark.internal.Logging$class, logError, Logging.scala",
    "kafka.utils.Logging, $anonfun$error$1, Logging.scala",
    "io.netty.util.internal.logging.Slf4JLogger, error, Slf4JLogger.java",
    "io.netty.util.internal.logging.LocationAwareSlf4JLogger, log, LocationAwareSlf4JLogger.java",
    "play.api.LoggerLike, error, Logger.scala",
    "reactor.util.Loggers$Slf4JLogger, error, Loggers.java",
    "org.eclipse.jetty.util.log.JettyAwareLogger, warn, JettyAwareLogger.java",
    "org.hibernate.internal.CoreMessageLogger_$logger, cannotReadFile, CoreMessageLogger_$logger.java",
    "com.twitter.util.logging.Logger, errorResult, Logger.scala",
    "com.acme.AcmeLog, error, AcmeLog.java",
    "com.acme.LogUtil, logException, LogUtil.java",
    "com.acme.LoggingExtensionsKt, error$default, LoggingExtensions.kt",
    "com.acme.LoggingExtensionsKt, error-impl, LoggingExtensions.kt",
    "com.acme.AcmeLogger, lambda$warn$0, AcmeLogger.java",
    "com.acme.AcmeLogger, errorf, AcmeLogger.java",
    "timber.log.Timber$Tree, e, Timber.java",
    "org.log4s.Logger$, e, Logger.scala",
    "io.github.oshai.kotlinlogging.slf4j.internal.LocationAwareKLogger, at, KLogger.kt",
    "com.google.common.flogger.AbstractLogger, write, AbstractLogger.java",
    "co.touchlab.kermit.BaseLogger, processLog, BaseLogger.kt",
    "clojure.tools.logging$log_STAR_, invokeStatic, logging.clj",
    "clojure.tools.logging.impl$fn__1234$reify__1240, write_BANG_, impl.clj",
    "taoensso.timbre$_log_BANG_, invokeStatic, timbre.cljc",
    "org.apache.ibatis.logging.slf4j.Slf4jImpl, error, Slf4jImpl.java",
    "org.apache.logging.log4j.kotlin.KotlinLogger, error, KotlinLogger.kt",
    "org.apache.dubbo.common.logger.slf4j.Slf4jLogger, error, Slf4jLogger.java",
    "io.vertx.core.impl.logging.LoggerAdapter, error, LoggerAdapter.java",
    "com.acme.Log, e, Log.java",
    "com.acme.KLog, w, KLog.kt",
    "com.acme.LOG, error, LOG.kt",
    "com.acme.SLF4JWrapper, error, SLF4JWrapper.java",
    "com.acme.LogHelper, err, LogHelper.java",
    "com.acme.AppLogger$Companion, wtf, AppLogger.kt",
  })
  void facade_isLeftOut(String className, String method, String file) {
    assertThat(callee(at(className, method, file, 7))).isEqualTo("com.acme.Orders.pay");
  }

  @ParameterizedTest
  @CsvSource({
    "com.acme.ErrorHandler, error, ErrorHandler.java",
    "com.acme.Catalog, error, Catalog.java",
    "com.acme.LoginService, error, LoginService.java",
    "com.acme.Logistics, log, Logistics.java",
    "com.acme.Dialog, warn, Dialog.java",
    "com.acme.LogoutFilter, error, LogoutFilter.java",
    "com.acme.AuditLog, append, AuditLog.java",
    "com.acme.LogShipper, login, LogShipper.java",
    "com.acme.LogShipper, information, LogShipper.java",
    "com.acme.Orders, error, Orders.java",
    "com.acme.Orders, logError, Orders.java",
    "com.acme.Orders, e, Orders.java",
    "com.acme.CATALOG, error, CATALOG.kt",
    "com.acme.LogarithmTable, e, LogarithmTable.java",
    "com.acme.LOGISTICS, error, LOGISTICS.kt",
    "com.acme.Log, execute, Log.java",
    "com.acme.ErrorLogController, list, ErrorLogController.java",
  })
  void placeOfTheApplication_stays(String className, String method, String file) {
    assertThat(callee(at(className, method, file, 7))).isEqualTo(className + "." + method);
  }

  @Test
  void methodsThatAFacadeCalls_areLeftOutWithIt() {
    String name = "org.apache.kafka.common.utils.LogContext$LocationAwareKafkaLogger";

    assertThat(callee(
            at(name, "writeLog", "LogContext.java", 434),
            at(name, "error", "LogContext.java", 382)))
        .isEqualTo("com.acme.Orders.pay");
  }

  @Test
  void methodsThatAFacadeCalls_areLeftOutWithIt_ifTheyAreFew() {
    StackTraceElement inside = at("com.acme.AcmeLog", "write", "AcmeLog.java", 9);
    StackTraceElement level = at("com.acme.AcmeLog", "error", "AcmeLog.java", 5);

    assertThat(callee(inside, inside, inside, inside, level)).isEqualTo("com.acme.Orders.pay");
    assertThat(callee(inside, inside, inside, inside, inside, level))
        .isEqualTo("com.acme.AcmeLog.write");
  }

  @Test
  void appenderOfTheApplication_belowTheLogger_isLeftOut_nearTheTop() {
    StackTraceElement adapter = at(OwnNames.LOGBACK_APPENDER, "append", "TrackXAppender.java", 1);
    StackTraceElement own = at("com.acme.Mask", "append", "Mask.java", 2);
    StackTraceElement[] top = {adapter};
    StackTraceElement[] logged = {BACKEND, CALLER};

    StackText near = StackFormatter.format("t", Stacks.concat(top, Stacks.times(38, own), logged));
    StackText far = StackFormatter.format("t", Stacks.concat(top, Stacks.times(39, own), logged));

    assertThat(near.topFrame()).isEqualTo("com.acme.Orders.pay");
    assertThat(far.topFrame()).isEqualTo("com.acme.Mask.append");
  }

  @Test
  void forwarderOfATrait_isLeftOut() {
    assertThat(callee(
            at("org.apache.spark.internal.Logging", "logError", "Logging.scala", 98),
            at("org.apache.spark.internal.Logging", "logError$", "Logging.scala", 97),
            at("com.acme.Job", "logError", "Job.scala", 5)))
        .isEqualTo("com.acme.Orders.pay");
  }

  @Test
  void methodOfTheSameName_inJava_isAPlace() {
    assertThat(callee(
            at("com.acme.AcmeLog", "error", "AcmeLog.java", 9),
            at("com.acme.Job", "error", "Job.java", 5)))
        .isEqualTo("com.acme.Job.error");
  }

  @Test
  void facadeAlone_isBetterThanNothing() {
    StackTraceElement facade = at("com.acme.AcmeLog", "error", "AcmeLog.java", 9);

    assertThat(StackFormatter.format("com.acme.Orders", new StackTraceElement[] {facade})
            .topFrame())
        .isEqualTo("com.acme.AcmeLog.error");
  }

  private static String callee(StackTraceElement... above) {
    StackTraceElement[] site =
        Stacks.concat(new StackTraceElement[] {BACKEND}, above, new StackTraceElement[] {CALLER});
    StackText stack = StackFormatter.format("com.acme.Orders", site);
    assertThat(seen(stack.text()).get(0)).startsWith(String.valueOf(stack.topFrame()));
    return String.valueOf(stack.topFrame());
  }
}
