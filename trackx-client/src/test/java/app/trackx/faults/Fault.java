package app.trackx.faults;

import java.io.IOException;

/** What a {@link FaultyServer} does to one request, or instead of it. */
@FunctionalInterface
public interface Fault {
  /** Runs as soon as the first byte of the request is there; false to close the connection then. */
  boolean strike(Exchange exchange) throws IOException, InterruptedException;
}
