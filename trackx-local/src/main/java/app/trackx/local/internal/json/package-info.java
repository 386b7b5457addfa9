/** Received JSON: a strict parser, and a budget for what is parsed at a time. */
@NullMarked
package app.trackx.local.internal.json;

import org.jspecify.annotations.NullMarked;
