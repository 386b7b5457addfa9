package org.springframework.http;

/** A stand-in for Spring's type, which the filter matches only by name. */
public interface HttpStatusCode {
  int value();
}
