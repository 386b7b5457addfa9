/** The web page: its files, its data, and the source lines of frames. */
@NullMarked
package app.trackx.local.internal.page;

import org.jspecify.annotations.NullMarked;
