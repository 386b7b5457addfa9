/**
 * A transport over an OkHttp client that the application has configured.
 *
 * <p>The TrackX client needs no HTTP library. Use this package if an OkHttp client already has the
 * configuration required to reach the TrackX server: proxy, certificates, DNS.
 */
@NullMarked
package app.trackx.okhttp;

import org.jspecify.annotations.NullMarked;
