/** Reports what coroutines throw, and takes the request along. For kotlinx-coroutines 1.8 and newer. */
@NullMarked
package app.trackx.coroutines;

import org.jspecify.annotations.NullMarked;
