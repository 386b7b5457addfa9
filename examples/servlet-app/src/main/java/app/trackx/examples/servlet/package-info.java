/** A shop on Jetty. */
@NullMarked
package app.trackx.examples.servlet;

import org.jspecify.annotations.NullMarked;
