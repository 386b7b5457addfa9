package app.trackx.examples.recipes;

import org.jspecify.annotations.Nullable;

/**
 * An exception of the application that carries the contact of the affected user; for
 * {@link KeepContact}.
 */
final class OrderFailed extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final @Nullable String contact;

  /**
   * Creates an exception for an order that failed.
   *
   * @param contact the address of a user who agreed to be contacted about it; null for any other
   */
  OrderFailed(String message, @Nullable String contact) {
    super(message);
    this.contact = contact;
  }

  @Nullable
  String contact() {
    return contact;
  }
}
