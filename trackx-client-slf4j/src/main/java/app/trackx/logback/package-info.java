/** Appender for Logback 1.2, 1.3, 1.5 and 1.6. */
@NullMarked
package app.trackx.logback;

import org.jspecify.annotations.NullMarked;
