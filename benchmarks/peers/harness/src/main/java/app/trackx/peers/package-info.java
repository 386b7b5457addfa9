/** Measures error-tracking clients for Java side by side, each with its default settings. */
package app.trackx.peers;
