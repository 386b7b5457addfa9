/** When and on which thread things are sent. Knows JDK types only; not part of the public API. */
@NullMarked
package app.trackx.internal.delivery;

import org.jspecify.annotations.NullMarked;
