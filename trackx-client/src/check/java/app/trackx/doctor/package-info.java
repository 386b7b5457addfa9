/**
 * The doctor: tries an endpoint and says what came back and what to do. Stands in the jar with the
 * classifier {@code check} and uses the client as an application does.
 */
@NullMarked
package app.trackx.doctor;

import org.jspecify.annotations.NullMarked;
