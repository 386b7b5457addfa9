package app.trackx.servlet.containers;

/**
 * A servlet container that is running, for tests that must not know which one it is. The system
 * property {@code trackx.test.container} names it; the class path that the build runs the tests with
 * decides its version.
 */
interface Container extends AutoCloseable {
  /** What the container says of itself, such as {@code 10.1.59}. */
  String version();

  /** The port that it listens on, on the loopback address. */
  int port();

  /** Whether it reads a {@code web.xml}. */
  boolean readsWebXml();

  /** Starts a web application, described in code or lying in a directory. */
  Deployed deploy(WebApp app) throws Exception;

  @Override
  void close() throws Exception;

  /** A web application that runs. */
  interface Deployed {
    /** What loads its classes. */
    ClassLoader loader();

    /** Stops it and forgets it. */
    void undeploy() throws Exception;
  }

  /** The container of this JVM, started on first use and shared by all tests. */
  static Container shared() {
    return Containers.SHARED;
  }
}
