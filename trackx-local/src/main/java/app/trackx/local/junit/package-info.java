/**
 * A JUnit 5 extension that runs the local server, and AssertJ assertions about the received events. Both
 * libraries are optional dependencies: add {@code junit-jupiter-api} and {@code assertj-core} to use this
 * package.
 */
@NullMarked
package app.trackx.local.junit;

import org.jspecify.annotations.NullMarked;
