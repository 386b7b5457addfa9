package org.springframework.web;

import org.springframework.http.HttpStatusCode;

/** A stand-in for Spring's type, which the filter matches only by name. */
public interface ErrorResponse {
  HttpStatusCode getStatusCode();
}
