package app.trackx.examples.boot;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ResponseStatus;

/** A status for exceptions about resources that no longer exist. */
@ResponseStatus(HttpStatus.GONE)
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@interface Gone {}
