/** Benchmarks of the client's overhead in an application. */
@NullMarked
package app.trackx.benchmarks;

import org.jspecify.annotations.NullMarked;
