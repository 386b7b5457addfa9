package app.trackx.stacks;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;

/** The resource of Jersey and Dropwizard. */
@Path("/orders")
public final class Orders {
  @GET
  @Path("{id}")
  public String get(@PathParam("id") String id) {
    return Shop.order(id);
  }
}
