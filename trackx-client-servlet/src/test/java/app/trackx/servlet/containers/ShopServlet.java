package app.trackx.servlet.containers;

import app.trackx.servlet.TrackXFilter;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** The servlet of the application in {@link War}. */
public final class ShopServlet extends HttpServlet {
  private static final long serialVersionUID = 1;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (request.getServletPath().equals("/orders")) {
      throw new IllegalStateException("no stock");
    }
    if (request.getServletPath().equals("/loader")) {
      ClassLoader own = getClass().getClassLoader();
      boolean same = TrackXFilter.class.getClassLoader() == own;
      response.getWriter().print(System.identityHashCode(own) + " " + same);
      return;
    }
    if (request.getServletPath().equals("/later")) {
      AsyncContext async = request.startAsync();
      async.start(async::complete);
      return;
    }
    int count = 0;
    for (FilterRegistration one :
        request.getServletContext().getFilterRegistrations().values()) {
      count += TrackXFilter.class.getName().equals(one.getClassName()) ? 1 : 0;
    }
    response.getWriter().print(count);
  }
}
