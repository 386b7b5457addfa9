/**
 * What the client's own adapters use besides its API. Not for applications: it may change with
 * every version, so adapters and client must have the same one. Module and bundle of the client
 * export it to the adapters alone.
 *
 * <p>The client itself uses nothing in here. All members that adapters use are public, since the
 * client may be loaded by another class loader than they are.
 */
@NullMarked
package app.trackx.internal.adapter;

import org.jspecify.annotations.NullMarked;
