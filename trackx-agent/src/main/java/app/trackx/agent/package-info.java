/**
 * The agent: reports what nothing catches in an application that is not changed. Stands in a
 * jar of its own, where the client and all its libraries have other names, so
 * that the application's own versions of them are not touched.
 */
@NullMarked
package app.trackx.agent;

import org.jspecify.annotations.NullMarked;
