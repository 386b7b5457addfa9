/** A shop that logs its errors with Logback. */
@NullMarked
package app.trackx.examples.logback;

import org.jspecify.annotations.NullMarked;
