/** Appender for Log4j 2. */
@NullMarked
package app.trackx.log4j;

import org.jspecify.annotations.NullMarked;
