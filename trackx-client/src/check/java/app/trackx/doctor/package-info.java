/**
 * The doctor, a check tool: tries an endpoint and reports the result and what to do. It is in the
 * jar with the classifier {@code check} and uses the client as an application does.
 */
@NullMarked
package app.trackx.doctor;

import org.jspecify.annotations.NullMarked;
