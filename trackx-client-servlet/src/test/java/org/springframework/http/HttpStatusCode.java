package org.springframework.http;

/** Looks like Spring's, for what the filter knows by name alone. */
public interface HttpStatusCode {
  int value();
}
