/** The frames of a stack, as the real server parses and groups them. Depends on no other package. */
@NullMarked
package app.trackx.local.internal.stack;

import org.jspecify.annotations.NullMarked;
