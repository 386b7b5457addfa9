/** Rules that find what looks like personal data in an event. Knows texts, maps and lists alone. */
@NullMarked
package app.trackx.local.internal.privacy;

import org.jspecify.annotations.NullMarked;
