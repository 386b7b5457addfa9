/** Helpers that the tests of several modules share: child JVMs, servers on sockets, waits, recordings of the real server. */
package app.trackx.testing;
