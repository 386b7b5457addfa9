/**
 * The doctor: tries an endpoint, and reports the result and what to do. It uses the client as an
 * application does.
 */
@NullMarked
package app.trackx.doctor;

import org.jspecify.annotations.NullMarked;
