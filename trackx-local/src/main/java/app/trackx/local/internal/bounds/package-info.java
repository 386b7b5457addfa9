/** Maps and threads with an upper bound, shared by the other packages. */
@NullMarked
package app.trackx.local.internal.bounds;

import org.jspecify.annotations.NullMarked;
