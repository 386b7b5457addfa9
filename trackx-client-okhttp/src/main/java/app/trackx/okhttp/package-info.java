/**
 * Sends events over an OkHttp client that the application has configured.
 *
 * <p>The TrackX client needs no HTTP library. Use this package if the way to the TrackX server is
 * configured in an OkHttp client: its proxy, its certificates, its DNS.
 */
@NullMarked
package app.trackx.okhttp;

import org.jspecify.annotations.NullMarked;
