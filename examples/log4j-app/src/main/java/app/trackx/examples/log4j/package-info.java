/** An application that logs with Log4j 2. TrackX is configured only in its log4j2.xml. */
@NullMarked
package app.trackx.examples.log4j;

import org.jspecify.annotations.NullMarked;
