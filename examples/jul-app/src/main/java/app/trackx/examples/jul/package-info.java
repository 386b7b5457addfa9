/** A nightly import that logs its errors with java.util.logging. */
@NullMarked
package app.trackx.examples.jul;

import org.jspecify.annotations.NullMarked;
