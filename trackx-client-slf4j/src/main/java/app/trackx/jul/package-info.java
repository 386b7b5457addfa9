/** Handler for java.util.logging. */
@NullMarked
package app.trackx.jul;

import org.jspecify.annotations.NullMarked;
