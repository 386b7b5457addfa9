/** A shop on Spring Boot. */
@NullMarked
package app.trackx.examples.boot;

import org.jspecify.annotations.NullMarked;
