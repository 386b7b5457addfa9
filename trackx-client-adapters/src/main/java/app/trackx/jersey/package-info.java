/** Reports failed requests of Jersey. */
@NullMarked
package app.trackx.jersey;

import org.jspecify.annotations.NullMarked;
