/** A servlet filter that reports the failures and the sessions of a web application. */
@NullMarked
package app.trackx.servlet;

import org.jspecify.annotations.NullMarked;
