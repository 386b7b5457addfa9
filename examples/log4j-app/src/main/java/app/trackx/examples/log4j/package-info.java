/** An application that logs by Log4j 2, and knows nothing of TrackX: its log4j2.xml does. */
@NullMarked
package app.trackx.examples.log4j;

import org.jspecify.annotations.NullMarked;
