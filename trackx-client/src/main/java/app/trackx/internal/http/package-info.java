/** The bundled transport over OkHttp, the only code that names it. Not part of the public API. */
@NullMarked
package app.trackx.internal.http;

import org.jspecify.annotations.NullMarked;
