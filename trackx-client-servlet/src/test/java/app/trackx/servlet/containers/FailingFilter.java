package app.trackx.servlet.containers;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** Fails before the servlet is called, which only a filter in front of it can see. */
public final class FailingFilter implements Around {
  @Override
  public void around(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException {
    throw new ServletException("not even a servlet");
  }
}
