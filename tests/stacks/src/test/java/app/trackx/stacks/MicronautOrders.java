package app.trackx.stacks;

import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;

@Controller("/orders")
class MicronautOrders {
  @Get("/{id}")
  String get(String id) {
    return Shop.order(id);
  }
}
