/**
 * The doctor: tries an endpoint and says what came back and what to do. Stands in a jar of
 * its own, with the client inside, and uses it as an application does.
 */
@NullMarked
package app.trackx.doctor;

import org.jspecify.annotations.NullMarked;
