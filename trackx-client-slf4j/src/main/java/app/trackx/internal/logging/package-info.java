/** What the adapters of all logging libraries share: where events go, and what they hold. */
@NullMarked
package app.trackx.internal.logging;

import org.jspecify.annotations.NullMarked;
