/**
 * The agent, which reports uncaught exceptions of an unchanged application. It is in the jar with
 * the classifier {@code agent}, where the client and its libraries are relocated, so that the agent
 * does not affect the application's versions of them.
 */
@NullMarked
package app.trackx.agent;

import org.jspecify.annotations.NullMarked;
