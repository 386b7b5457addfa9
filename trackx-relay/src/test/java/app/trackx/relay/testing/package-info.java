/** What the tests of the relay share. */
@NullMarked
package app.trackx.relay.testing;

import org.jspecify.annotations.NullMarked;
