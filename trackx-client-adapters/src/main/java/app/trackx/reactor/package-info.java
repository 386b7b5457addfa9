/** Reports what Reactor drops, and takes the request along. For Reactor 3.5 and newer. */
@NullMarked
package app.trackx.reactor;

import org.jspecify.annotations.NullMarked;
