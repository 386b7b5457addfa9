/** Reports what jobs of Quartz throw. */
@NullMarked
package app.trackx.quartz;

import org.jspecify.annotations.NullMarked;
