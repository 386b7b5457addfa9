/** A nightly import that logs its errors by java.util.logging. */
@NullMarked
package app.trackx.examples.jul;

import org.jspecify.annotations.NullMarked;
