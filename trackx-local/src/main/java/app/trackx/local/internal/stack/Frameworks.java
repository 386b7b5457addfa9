package app.trackx.local.internal.stack;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells an application's frames from those of the JDK, frameworks and libraries, by the beginning of the callee or a part of
 * the file. A frame that is not recognized counts as the application's.
 */
public final class Frameworks {
  private static final String[] CALLEES = {
    "java.",
    "javax.",
    "jdk.",
    "sun.",
    "com.sun.",
    "jakarta.",
    "kotlin.",
    "kotlinx.",
    "scala.",
    "groovy.",
    "akka.",
    "android.",
    "androidx.",
    "ch.qos.logback.",
    "com.fasterxml.",
    "com.github.benmanes.",
    "com.google.common.",
    "com.google.gson.",
    "com.google.inject.",
    "com.google.protobuf.",
    "com.mysql.",
    "com.netflix.",
    "com.zaxxer.",
    "dagger.",
    "feign.",
    "graphql.",
    "io.confluent.",
    "io.grpc.",
    "io.helidon.",
    "io.javalin.",
    "io.jsonwebtoken.",
    "io.lettuce.",
    "io.micrometer.",
    "io.micronaut.",
    "io.netty.",
    "io.opentelemetry.",
    "io.projectreactor.",
    "io.quarkus.",
    "io.reactivex.",
    "io.smallrye.",
    "io.undertow.",
    "io.vertx.",
    "junit.",
    "liquibase.",
    "net.bytebuddy.",
    "net.sf.",
    "oracle.",
    "okhttp3.",
    "okio.",
    "org.aopalliance.",
    "org.apache.",
    "org.aspectj.",
    "org.codehaus.",
    "org.eclipse.",
    "org.flywaydb.",
    "org.glassfish.",
    "org.gradle.",
    "org.h2.",
    "org.hibernate.",
    "org.jboss.",
    "org.jetbrains.",
    "org.jooq.",
    "org.junit.",
    "org.mockito.",
    "org.mongodb.",
    "org.mybatis.",
    "org.postgresql.",
    "org.quartz.",
    "org.reactivestreams.",
    "org.redisson.",
    "org.slf4j.",
    "org.springframework.",
    "org.thymeleaf.",
    "org.wildfly.",
    "org.xnio.",
    "picocli.",
    "reactor.",
    "redis.clients.",
    "retrofit2.",
    "rx.",
    "software.amazon.",
  };
  private static final String[] FILES = {"node_modules/", "node:", "internal/process/"};

  private Frameworks() {}

  /** Returns whether a frame is one of the JDK, a framework or a library. */
  public static boolean own(StackFrame frame) {
    for (String prefix : CALLEES) {
      if (frame.callee().startsWith(prefix)) {
        return true;
      }
    }
    for (String part : FILES) {
      if (frame.file().contains(part)) {
        return true;
      }
    }
    return false;
  }

  /** Returns the first frame of the application, or else the first frame; null if there is none. */
  public static @Nullable StackFrame culprit(List<StackFrame> frames) {
    for (StackFrame frame : frames) {
      if (!own(frame)) {
        return frame;
      }
    }
    return frames.isEmpty() ? null : frames.get(0);
  }
}
