package app.trackx.servlet.containers;

import java.net.InetSocketAddress;
import org.eclipse.jetty.ee10.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.webapp.WebAppContext;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ContextHandlerCollection;

/** Jetty 12 with its modules for Jakarta EE 10. */
final class JettyContainer implements Container {
  private final Server server = new Server(new InetSocketAddress("127.0.0.1", 0));
  private final ContextHandlerCollection applications = new ContextHandlerCollection();

  JettyContainer() throws Exception {
    server.setHandler(applications);
    server.start();
  }

  @Override
  public String version() {
    return Server.getVersion();
  }

  @Override
  public int port() {
    return ((ServerConnector) server.getConnectors()[0]).getLocalPort();
  }

  @Override
  public boolean readsWebXml() {
    return true;
  }

  @Override
  public Deployed deploy(WebApp app) throws Exception {
    ServletContextHandler context = app.directory == null ? inCode(app) : war(app);
    app.parameters.forEach(context::setInitParameter);
    applications.addHandler(context);
    context.start();
    if (!context.isAvailable()) {
      throw new IllegalStateException("the application does not start");
    }
    return new Deployed() {
      @Override
      public ClassLoader loader() {
        return context.getClassLoader();
      }

      @Override
      public void undeploy() throws Exception {
        context.stop();
        applications.removeHandler(context);
        context.destroy();
      }
    };
  }

  private static ServletContextHandler inCode(WebApp app) {
    ServletContextHandler context =
        new ServletContextHandler(app.contextPath, ServletContextHandler.SESSIONS);
    app.initializers.forEach(context::addServletContainerInitializer);
    ErrorPageErrorHandler pages = new ErrorPageErrorHandler();
    app.pagesByStatus.forEach(pages::addErrorPage);
    app.pagesByType.forEach(pages::addErrorPage);
    context.setErrorHandler(pages);
    return context;
  }

  private static ServletContextHandler war(WebApp app) {
    WebAppContext context = new WebAppContext();
    context.setContextPath(app.contextPath);
    context.setWar(app.directory.toString());
    context.setThrowUnavailableOnStartupException(true);
    return context;
  }

  @Override
  public void close() throws Exception {
    server.stop();
  }
}
