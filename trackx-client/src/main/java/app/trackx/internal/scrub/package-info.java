/**
 * Redacts personal data and secrets in texts.
 *
 * <p>Entry points: {@link app.trackx.internal.scrub.TextScrubber}, {@link
 * app.trackx.internal.scrub.Kind} and {@link app.trackx.internal.scrub.KeyNames}. Uses only JDK
 * types. Not public API; used only by the client itself.
 */
@NullMarked
package app.trackx.internal.scrub;

import org.jspecify.annotations.NullMarked;
