/** Reports what handlers of a gRPC server throw or answer with. */
@NullMarked
package app.trackx.grpc;

import org.jspecify.annotations.NullMarked;
