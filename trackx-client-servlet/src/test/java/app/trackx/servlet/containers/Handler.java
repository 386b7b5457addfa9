package app.trackx.servlet.containers;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** A test's servlet as a lambda. */
interface Handler {
  void handle(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException;

  /** Wraps this as a servlet. */
  default HttpServlet servlet() {
    return new HttpServlet() {
      @Override
      protected void service(HttpServletRequest request, HttpServletResponse response)
          throws ServletException, IOException {
        handle(request, response);
      }
    };
  }
}
