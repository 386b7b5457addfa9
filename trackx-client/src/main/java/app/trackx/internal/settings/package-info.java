/** Checks the texts of settings: endpoints, quotes around a value, placeholders that nothing replaced. Not part of the public API. */
@NullMarked
package app.trackx.internal.settings;

import org.jspecify.annotations.NullMarked;
