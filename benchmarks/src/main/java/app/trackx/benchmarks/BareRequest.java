package app.trackx.benchmarks;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpUpgradeHandler;
import jakarta.servlet.http.Part;
import java.io.BufferedReader;
import java.security.Principal;
import java.util.Collection;
import java.util.Enumeration;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request with negligible overhead that returns constants and stores one attribute. */
final class BareRequest implements HttpServletRequest {
  private static final String AGENT =
      "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

  private final String address;
  private @Nullable Object attribute;

  BareRequest(String address) {
    this.address = address;
  }

  @Override
  public @Nullable String getAuthType() {
    return null;
  }

  @Override
  public Cookie @Nullable [] getCookies() {
    return null;
  }

  @Override
  public long getDateHeader(String name) {
    return 0;
  }

  @Override
  public String getHeader(String name) {
    return AGENT;
  }

  @Override
  public @Nullable Enumeration<String> getHeaders(String name) {
    return null;
  }

  @Override
  public @Nullable Enumeration<String> getHeaderNames() {
    return null;
  }

  @Override
  public int getIntHeader(String name) {
    return 0;
  }

  @Override
  public String getMethod() {
    return "GET";
  }

  @Override
  public @Nullable String getPathInfo() {
    return null;
  }

  @Override
  public @Nullable String getPathTranslated() {
    return null;
  }

  @Override
  public String getContextPath() {
    return "";
  }

  @Override
  public @Nullable String getQueryString() {
    return null;
  }

  @Override
  public @Nullable String getRemoteUser() {
    return null;
  }

  @Override
  public boolean isUserInRole(String name) {
    return false;
  }

  @Override
  public @Nullable Principal getUserPrincipal() {
    return null;
  }

  @Override
  public @Nullable String getRequestedSessionId() {
    return null;
  }

  @Override
  public String getRequestURI() {
    return "/orders/17";
  }

  @Override
  public @Nullable StringBuffer getRequestURL() {
    return null;
  }

  @Override
  public String getServletPath() {
    return "/orders/17";
  }

  @Override
  public @Nullable HttpSession getSession(boolean given) {
    return null;
  }

  @Override
  public @Nullable HttpSession getSession() {
    return null;
  }

  @Override
  public @Nullable String changeSessionId() {
    return null;
  }

  @Override
  public boolean isRequestedSessionIdValid() {
    return false;
  }

  @Override
  public boolean isRequestedSessionIdFromCookie() {
    return false;
  }

  @Override
  public boolean isRequestedSessionIdFromURL() {
    return false;
  }

  @Override
  public boolean isRequestedSessionIdFromUrl() {
    return false;
  }

  @Override
  public boolean authenticate(HttpServletResponse given) {
    return false;
  }

  @Override
  public void login(String name, String value) {}

  @Override
  public void logout() {}

  @Override
  public @Nullable Collection<Part> getParts() {
    return null;
  }

  @Override
  public @Nullable Part getPart(String name) {
    return null;
  }

  @Override
  public <T extends HttpUpgradeHandler> T upgrade(Class<T> given) {
    throw new UnsupportedOperationException();
  }

  @Override
  public @Nullable Object getAttribute(String name) {
    return attribute;
  }

  @Override
  public @Nullable Enumeration<String> getAttributeNames() {
    return null;
  }

  @Override
  public @Nullable String getCharacterEncoding() {
    return null;
  }

  @Override
  public void setCharacterEncoding(String name) {}

  @Override
  public int getContentLength() {
    return 0;
  }

  @Override
  public long getContentLengthLong() {
    return 0;
  }

  @Override
  public @Nullable String getContentType() {
    return null;
  }

  @Override
  public @Nullable ServletInputStream getInputStream() {
    return null;
  }

  @Override
  public @Nullable String getParameter(String name) {
    return null;
  }

  @Override
  public @Nullable Enumeration<String> getParameterNames() {
    return null;
  }

  @Override
  public String @Nullable [] getParameterValues(String name) {
    return null;
  }

  @Override
  public @Nullable Map<String, String[]> getParameterMap() {
    return null;
  }

  @Override
  public @Nullable String getProtocol() {
    return null;
  }

  @Override
  public String getScheme() {
    return "https";
  }

  @Override
  public String getServerName() {
    return "shop.example.com";
  }

  @Override
  public int getServerPort() {
    return 0;
  }

  @Override
  public @Nullable BufferedReader getReader() {
    return null;
  }

  @Override
  public String getRemoteAddr() {
    return address;
  }

  @Override
  public @Nullable String getRemoteHost() {
    return null;
  }

  @Override
  public void setAttribute(String name, Object value) {
    attribute = value;
  }

  @Override
  public void removeAttribute(String name) {}

  @Override
  public @Nullable Locale getLocale() {
    return null;
  }

  @Override
  public @Nullable Enumeration<Locale> getLocales() {
    return null;
  }

  @Override
  public boolean isSecure() {
    return false;
  }

  @Override
  public @Nullable RequestDispatcher getRequestDispatcher(String name) {
    return null;
  }

  @Override
  public @Nullable String getRealPath(String name) {
    return null;
  }

  @Override
  public int getRemotePort() {
    return 0;
  }

  @Override
  public @Nullable String getLocalName() {
    return null;
  }

  @Override
  public @Nullable String getLocalAddr() {
    return null;
  }

  @Override
  public int getLocalPort() {
    return 0;
  }

  @Override
  public @Nullable ServletContext getServletContext() {
    return null;
  }

  @Override
  public @Nullable AsyncContext startAsync() {
    return null;
  }

  @Override
  public @Nullable AsyncContext startAsync(ServletRequest given, ServletResponse other) {
    return null;
  }

  @Override
  public boolean isAsyncStarted() {
    return false;
  }

  @Override
  public boolean isAsyncSupported() {
    return false;
  }

  @Override
  public @Nullable AsyncContext getAsyncContext() {
    return null;
  }

  @Override
  public DispatcherType getDispatcherType() {
    return DispatcherType.REQUEST;
  }
}
