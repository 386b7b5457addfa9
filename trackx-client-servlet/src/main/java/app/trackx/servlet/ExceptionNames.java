package app.trackx.servlet;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Names of exception classes, which also match subclasses. No class is loaded for them. */
final class ExceptionNames {
  private final Set<String> names;

  ExceptionNames(List<String> names) {
    this.names = new HashSet<>(names);
  }

  boolean match(Throwable error) {
    if (names.isEmpty()) {
      return false;
    }
    @Nullable Class<?> type = error.getClass();
    while (type != null) {
      if (names.contains(type.getName())) {
        return true;
      }
      type = type.getSuperclass();
    }
    return false;
  }
}
