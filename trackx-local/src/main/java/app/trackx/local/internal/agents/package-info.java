/** Browser and operating system of a {@code User-Agent} header. */
@NullMarked
package app.trackx.local.internal.agents;

import org.jspecify.annotations.NullMarked;
