/** The HTTP server: what Node.js would reject, bodies, routes, streams, and who may read the page. */
@NullMarked
package app.trackx.local.internal.http;

import org.jspecify.annotations.NullMarked;
