/**
 * The local server in tests with JUnit 5, and assertions with AssertJ about what it has received.
 * Both libraries are optional: who uses this package brings {@code junit-jupiter-api} and {@code
 * assertj-core}, which a test has anyway.
 */
@NullMarked
package app.trackx.local.junit;

import org.jspecify.annotations.NullMarked;
