/** What the client costs the application that it watches. */
@NullMarked
package app.trackx.benchmarks;

import org.jspecify.annotations.NullMarked;
