package app.trackx.servlet;

import jakarta.servlet.http.HttpServlet;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Set;
import org.apache.catalina.Context;
import org.apache.catalina.Wrapper;
import org.apache.catalina.startup.Tomcat;

/** A web application with the filter, in a Tomcat on a free port. */
final class LocalTomcat implements AutoCloseable {
  private final Tomcat tomcat = new Tomcat();
  private final Context context;

  LocalTomcat(Path directory, String contextPath, String endpoint) {
    tomcat.setBaseDir(directory.toString());
    tomcat.setPort(0);
    tomcat.setSilent(true);
    context = tomcat.addContext(contextPath, directory.toString());
    context.addParameter("trackx.endpoint", endpoint);
    context.addServletContainerInitializer(new TrackXInitializer(), Set.of());
  }

  LocalTomcat serve(String pattern, HttpServlet servlet) {
    Wrapper wrapper = Tomcat.addServlet(context, pattern, servlet);
    wrapper.setAsyncSupported(true);
    context.addServletMappingDecoded(pattern, pattern);
    return this;
  }

  LocalTomcat start() throws Exception {
    tomcat.getConnector();
    tomcat.start();
    return this;
  }

  /** Returns the status of the response. */
  int get(String path) throws Exception {
    int port = tomcat.getConnector().getLocalPort();
    HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
        .timeout(Recorder.PATIENCE)
        .build();
    return HttpClient.newHttpClient()
        .send(request, HttpResponse.BodyHandlers.ofString())
        .statusCode();
  }

  @Override
  public void close() throws Exception {
    tomcat.stop();
    tomcat.destroy();
  }
}
