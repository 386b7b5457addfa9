package app.trackx.peers;

import com.acme.shop.service.CheckoutException;
import com.acme.shop.web.FilterChain;

/** An exception with two causes and about 60 frames in each. */
final class SampleError {
  private static final int FILTERS = 13;

  private SampleError() {}

  static RuntimeException create(long id) {
    try {
      FilterChain.handle(FILTERS, id);
    } catch (CheckoutException e) {
      return e;
    }
    throw new AssertionError("the order did not fail");
  }

  /** Throws it to the caller. */
  static void raise(long id) {
    FilterChain.handle(FILTERS, id);
  }
}
