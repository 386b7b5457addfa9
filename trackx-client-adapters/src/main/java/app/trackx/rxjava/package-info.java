/** Reports what RxJava 3 cannot deliver. */
@NullMarked
package app.trackx.rxjava;

import org.jspecify.annotations.NullMarked;
