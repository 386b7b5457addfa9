/**
 * Takes personal data and secrets out of texts.
 *
 * <p>Public doors: {@link app.trackx.internal.scrub.TextScrubber}, {@link
 * app.trackx.internal.scrub.Kind} and {@link app.trackx.internal.scrub.KeyNames}. Knows the JDK
 * alone. Not an API: only the client itself uses this package.
 */
@NullMarked
package app.trackx.internal.scrub;

import org.jspecify.annotations.NullMarked;
