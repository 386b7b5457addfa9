package org.springframework.web.bind.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.http.HttpStatus;

/** A stand-in for Spring's type, which the filter matches only by name. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
public @interface ResponseStatus {
  HttpStatus value() default HttpStatus.INTERNAL_SERVER_ERROR;

  HttpStatus code() default HttpStatus.INTERNAL_SERVER_ERROR;
}
