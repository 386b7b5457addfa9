/** Code shared by all logging adapters: the target client and the content of events. */
@NullMarked
package app.trackx.internal.logging;

import org.jspecify.annotations.NullMarked;
