package app.trackx.servlet.containers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.catalina.Context;
import org.apache.catalina.Lifecycle;
import org.apache.catalina.LifecycleEvent;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.LifecycleListener;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.ContextConfig;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.util.ServerInfo;
import org.apache.tomcat.util.descriptor.web.ErrorPage;

/** Tomcat 9, 10.1 and 11, which have the same API. */
final class TomcatContainer implements Container {
  private final Tomcat tomcat = new Tomcat();
  private final Path directory;

  TomcatContainer() throws IOException, LifecycleException {
    directory = Files.createTempDirectory("tomcat");
    tomcat.setBaseDir(directory.toString());
    tomcat.setAddDefaultWebXmlToWebapp(false);
    Connector connector = new Connector();
    connector.setPort(0);
    connector.setProperty("address", "127.0.0.1");
    tomcat.setConnector(connector);
    tomcat.getHost().setAutoDeploy(false);
    tomcat.getEngine().setBackgroundProcessorDelay(-1); // it would iterate over applications
    tomcat.start();
  }

  @Override
  public String version() {
    return ServerInfo.getServerNumber();
  }

  @Override
  public int port() {
    return tomcat.getConnector().getLocalPort();
  }

  @Override
  public boolean readsWebXml() {
    return true;
  }

  @Override
  public Deployed deploy(WebApp app) throws Exception {
    Context context = app.directory == null ? inCode(app) : war(app);
    if (!context.getState().isAvailable()) {
      tomcat.getHost().removeChild(context);
      throw new IllegalStateException("the application does not start");
    }
    return new Deployed() {
      @Override
      public ClassLoader loader() {
        return context.getLoader().getClassLoader();
      }

      @Override
      public void undeploy() throws LifecycleException {
        tomcat.getHost().removeChild(context); // stops and destroys it
      }
    };
  }

  private Context inCode(WebApp app) {
    StandardContext context = new StandardContext();
    context.setName(app.contextPath);
    context.setPath(app.contextPath);
    context.setDocBase(directory.toString());
    context.addLifecycleListener(new Tomcat.FixContextListener());
    app.parameters.forEach(context::addParameter);
    app.initializers.forEach(one -> context.addServletContainerInitializer(one, null));
    app.pagesByStatus.forEach((status, location) -> {
      ErrorPage page = page(location);
      page.setErrorCode(status);
      context.addErrorPage(page);
    });
    app.pagesByType.forEach((type, location) -> {
      ErrorPage page = page(location);
      page.setExceptionType(type.getName());
      context.addErrorPage(page);
    });
    tomcat.getHost().addChild(context);
    return context;
  }

  private static ErrorPage page(String location) {
    ErrorPage page = new ErrorPage();
    page.setLocation(location);
    return page;
  }

  private Context war(WebApp app) {
    LifecycleListener configuration = new ContextConfig() {
      @Override
      public void lifecycleEvent(LifecycleEvent event) {
        if (event.getType().equals(Lifecycle.BEFORE_INIT_EVENT)) {
          // do not scan the tests' jars for fragments and tag libraries
          ((Context) event.getLifecycle()).getJarScanner().setJarScanFilter((type, name) -> false);
        }
        super.lifecycleEvent(event);
      }
    };
    return tomcat.addWebapp(
        tomcat.getHost(), app.contextPath, app.directory.toString(), configuration);
  }

  @Override
  public void close() throws LifecycleException {
    tomcat.stop();
    tomcat.destroy();
  }
}
