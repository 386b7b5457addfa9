/** The quick start: a small order service that reports its errors to a server in the same JVM. */
@NullMarked
package app.trackx.examples.quickstart;

import org.jspecify.annotations.NullMarked;
