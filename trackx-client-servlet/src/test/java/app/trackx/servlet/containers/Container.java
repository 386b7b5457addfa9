package app.trackx.servlet.containers;

/**
 * A running servlet container, for tests that do not depend on a specific one. The system property
 * {@code trackx.test.container} selects it, and the build's test class path determines its version.
 */
interface Container extends AutoCloseable {
  /** The version that the container reports, such as {@code 10.1.59}. */
  String version();

  /** The port that it listens on, at the loopback address. */
  int port();

  /** Returns whether it reads a {@code web.xml}. */
  boolean readsWebXml();

  /** Starts a web application, defined in code or by a directory. */
  Deployed deploy(WebApp app) throws Exception;

  @Override
  void close() throws Exception;

  /** A running web application. */
  interface Deployed {
    /** Returns its class loader. */
    ClassLoader loader();

    /** Stops and removes it. */
    void undeploy() throws Exception;
  }

  /** Returns the container of this JVM, started on first use and shared by all tests. */
  static Container shared() {
    return Containers.SHARED;
  }
}
