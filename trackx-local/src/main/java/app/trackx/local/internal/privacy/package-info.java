/** Rules that find data in an event that looks personal. They operate on texts, maps and lists only. */
@NullMarked
package app.trackx.local.internal.privacy;

import org.jspecify.annotations.NullMarked;
