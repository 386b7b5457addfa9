/** The last log records of a request or job, without the data in them. */
@NullMarked
package app.trackx.internal.trail;

import org.jspecify.annotations.NullMarked;
