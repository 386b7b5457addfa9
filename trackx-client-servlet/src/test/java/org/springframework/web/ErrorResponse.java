package org.springframework.web;

import org.springframework.http.HttpStatusCode;

/** Looks like Spring's, for what the filter knows by name alone. */
public interface ErrorResponse {
  HttpStatusCode getStatusCode();
}
