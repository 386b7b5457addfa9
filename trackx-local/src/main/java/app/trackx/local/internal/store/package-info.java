/** Events, issues and sessions, in memory and in a database. */
@NullMarked
package app.trackx.local.internal.store;

import org.jspecify.annotations.NullMarked;
