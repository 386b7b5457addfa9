/**
 * The agent, which reports uncaught exceptions of an unchanged application. Its jar contains
 * the client and its library under other package names, so that the agent does not affect the
 * application's versions of them.
 */
@NullMarked
package app.trackx.agent;

import org.jspecify.annotations.NullMarked;
