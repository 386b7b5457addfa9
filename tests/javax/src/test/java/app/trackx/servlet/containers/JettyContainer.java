package app.trackx.servlet.containers;

import java.net.InetSocketAddress;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ContextHandlerCollection;
import org.eclipse.jetty.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.servlet.ServletContextHandler;
import org.eclipse.jetty.webapp.WebAppContext;

/** A container for Jetty 9.4 and 10, which have the same classes. */
final class JettyContainer implements Container {
  private static final String[] NINE = {
    "org.eclipse.jetty.webapp.WebInfConfiguration",
    "org.eclipse.jetty.webapp.WebXmlConfiguration",
    "org.eclipse.jetty.webapp.MetaInfConfiguration",
    "org.eclipse.jetty.webapp.FragmentConfiguration",
    "org.eclipse.jetty.annotations.AnnotationConfiguration",
    "org.eclipse.jetty.webapp.JettyWebXmlConfiguration"
  };

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
    app.parameters.forEach(context.getInitParams()::put);
    applications.addHandler(context);
    context.start();
    if (!context.isAvailable()) {
      throw new IllegalStateException("the application did not start");
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
        new ServletContextHandler(null, app.contextPath, ServletContextHandler.SESSIONS);
    app.initializers.forEach(
        one -> context.addBean(new ServletContextHandler.Initializer(context, one)));
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
    if (Server.getVersion().startsWith("9.")) {
      context.setConfigurationClasses(NINE); // like a server that is not embedded
    }
    context.setThrowUnavailableOnStartupException(true);
    return context;
  }

  @Override
  public void close() throws Exception {
    server.stop();
  }
}
