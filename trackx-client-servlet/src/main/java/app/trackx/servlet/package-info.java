/** Servlet filter that reports failures and sessions of a web application. */
@NullMarked
package app.trackx.servlet;

import org.jspecify.annotations.NullMarked;
