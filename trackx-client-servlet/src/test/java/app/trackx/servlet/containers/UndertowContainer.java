package app.trackx.servlet.containers;

import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.Version;
import io.undertow.server.handlers.PathHandler;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.DeploymentManager;
import io.undertow.servlet.api.ErrorPage;
import io.undertow.servlet.api.ServletContainer;
import io.undertow.servlet.api.ServletContainerInitializerInfo;
import io.undertow.servlet.core.ServletContainerImpl;
import io.undertow.servlet.util.ImmediateInstanceFactory;
import jakarta.servlet.ServletContainerInitializer;
import java.net.InetSocketAddress;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/** Undertow 2.2 and 2.3, which have the same API. Does not read {@code web.xml}. */
final class UndertowContainer implements Container {
  private static final int WORKERS = 32;

  private final PathHandler paths = new PathHandler();
  private final ServletContainer applications = new ServletContainerImpl();
  private final Undertow undertow;

  UndertowContainer() {
    undertow = Undertow.builder()
        .addHttpListener(0, "127.0.0.1")
        .setServerOption(UndertowOptions.ENABLE_HTTP2, true)
        .setIoThreads(1)
        .setWorkerThreads(WORKERS)
        .setHandler(paths)
        .build();
    undertow.start();
    startWorkers();
  }

  /** A worker keeps its creator's context class loader, which must not be an application's. */
  private void startWorkers() {
    CountDownLatch all = new CountDownLatch(WORKERS);
    for (int i = 0; i < WORKERS; i++) {
      undertow.getWorker().execute(() -> {
        all.countDown();
        Until.holds(() -> all.getCount() == 0);
      });
    }
    Until.holds(() -> all.getCount() == 0);
  }

  @Override
  public String version() {
    return Version.getVersionString();
  }

  @Override
  public int port() {
    return ((InetSocketAddress) undertow.getListenerInfo().get(0).getAddress()).getPort();
  }

  @Override
  public boolean readsWebXml() {
    return false;
  }

  @Override
  public Deployed deploy(WebApp app) throws Exception {
    ClassLoader loader = app.directory == null
        ? UndertowContainer.class.getClassLoader()
        : new ChildFirst(app.directory);
    DeploymentInfo info = new DeploymentInfo()
        .setClassLoader(loader)
        .setDeploymentName(app.contextPath)
        .setContextPath(app.contextPath);
    app.parameters.forEach(info::addInitParameter);
    app.initializers.forEach(one -> info.addServletContainerInitializer(initializer(one)));
    if (app.directory != null) {
      // like servers that embed Undertow
      ServiceLoader.load(ServletContainerInitializer.class, loader)
          .forEach(one -> info.addServletContainerInitializer(initializer(one)));
    }
    app.pagesByStatus.forEach(
        (status, location) -> info.addErrorPage(new ErrorPage(location, status)));
    app.pagesByType.forEach((type, location) -> info.addErrorPage(new ErrorPage(location, type)));
    DeploymentManager manager = applications.addDeployment(info);
    manager.deploy();
    paths.addPrefixPath(app.contextPath, manager.start());
    return new Deployed() {
      @Override
      public ClassLoader loader() {
        return info.getClassLoader();
      }

      @Override
      public void undeploy() throws Exception {
        paths.removePrefixPath(app.contextPath);
        manager.stop();
        manager.undeploy();
        applications.removeDeployment(info);
        if (info.getClassLoader() instanceof ChildFirst) {
          ((ChildFirst) info.getClassLoader()).close();
        }
      }
    };
  }

  private static ServletContainerInitializerInfo initializer(ServletContainerInitializer one) {
    return new ServletContainerInitializerInfo(
        one.getClass(), new ImmediateInstanceFactory<>(one), Set.of());
  }

  @Override
  public void close() {
    undertow.stop();
  }
}
