/**
 * Formats a {@link java.lang.Throwable} as a text from which the TrackX server parses, and groups
 * by, exactly the intended frames.
 *
 * <p>Entry points: {@link app.trackx.internal.stack.CauseChain}, {@link
 * app.trackx.internal.stack.StackFormatter}, {@link app.trackx.internal.stack.StackText} and {@link
 * app.trackx.internal.stack.ClassNames}. Not public API; used only by the client itself.
 */
@NullMarked
package app.trackx.internal.stack;

import org.jspecify.annotations.NullMarked;
