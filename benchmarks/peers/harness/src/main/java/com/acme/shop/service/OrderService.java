package com.acme.shop.service;

import app.trackx.peers.Marker;
import com.acme.shop.repo.OrderRepository;
import com.acme.shop.repo.PersistenceException;
import java.util.function.Supplier;

/** The service of the invented application. */
public final class OrderService {
  /** Fails with the marker of the id in the message. */
  public Object place(long id) {
    return inTransaction(() -> reserveAndSave(id), id);
  }

  private Object inTransaction(Supplier<Object> work, long id) {
    try {
      return work.get();
    } catch (PersistenceException e) {
      String message = " order could not be placed for customer 4711 (cart of 3 items)";
      throw new CheckoutException(Marker.of(id) + message, e);
    }
  }

  private Object reserveAndSave(long id) {
    return new OrderRepository().save(id);
  }
}
