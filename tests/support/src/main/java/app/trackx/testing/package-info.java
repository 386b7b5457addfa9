/** Helpers that the tests of several modules share: child JVMs, servers on sockets, waits. */
package app.trackx.testing;
