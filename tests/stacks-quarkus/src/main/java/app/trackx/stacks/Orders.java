package app.trackx.stacks;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;

/** A resource that fails. */
@Path("/orders")
public class Orders {
  @GET
  @Path("{id}")
  public String get(@PathParam("id") String id) {
    throw new IllegalStateException("no such order");
  }
}
