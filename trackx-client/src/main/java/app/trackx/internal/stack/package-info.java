/**
 * Turns a {@link java.lang.Throwable} into the text from which the TrackX server reads, and groups
 * by, exactly the frames that are meant.
 *
 * <p>Public doors: {@link app.trackx.internal.stack.CauseChain},
 * {@link app.trackx.internal.stack.StackFormatter}, {@link app.trackx.internal.stack.StackText} and
 * {@link app.trackx.internal.stack.ClassNames}. Not an API: only the client itself uses this
 * package.
 */
@NullMarked
package app.trackx.internal.stack;

import org.jspecify.annotations.NullMarked;
