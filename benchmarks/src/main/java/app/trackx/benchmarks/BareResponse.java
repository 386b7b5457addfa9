package app.trackx.benchmarks;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletResponse;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A response with status 200 and negligible overhead. */
final class BareResponse implements HttpServletResponse {

  @Override
  public void addCookie(Cookie given) {}

  @Override
  public boolean containsHeader(String name) {
    return false;
  }

  @Override
  public @Nullable String encodeURL(String name) {
    return null;
  }

  @Override
  public @Nullable String encodeRedirectURL(String name) {
    return null;
  }

  @Override
  public @Nullable String encodeUrl(String name) {
    return null;
  }

  @Override
  public @Nullable String encodeRedirectUrl(String name) {
    return null;
  }

  @Override
  public void sendError(int given, String other) {}

  @Override
  public void sendError(int given) {}

  @Override
  public void sendRedirect(String name) {}

  @Override
  public void setDateHeader(String name, long value) {}

  @Override
  public void addDateHeader(String name, long value) {}

  @Override
  public void setHeader(String name, String value) {}

  @Override
  public void addHeader(String name, String value) {}

  @Override
  public void setIntHeader(String name, int value) {}

  @Override
  public void addIntHeader(String name, int value) {}

  @Override
  public void setStatus(int given) {}

  @Override
  public void setStatus(int given, String other) {}

  @Override
  public int getStatus() {
    return SC_OK;
  }

  @Override
  public @Nullable String getHeader(String name) {
    return null;
  }

  @Override
  public @Nullable Collection<String> getHeaders(String name) {
    return null;
  }

  @Override
  public @Nullable Collection<String> getHeaderNames() {
    return null;
  }

  @Override
  public @Nullable String getCharacterEncoding() {
    return null;
  }

  @Override
  public @Nullable String getContentType() {
    return null;
  }

  @Override
  public @Nullable ServletOutputStream getOutputStream() {
    return null;
  }

  @Override
  public @Nullable PrintWriter getWriter() {
    return null;
  }

  @Override
  public void setCharacterEncoding(String name) {}

  @Override
  public void setContentLength(int given) {}

  @Override
  public void setContentLengthLong(long given) {}

  @Override
  public void setContentType(String name) {}

  @Override
  public void setBufferSize(int given) {}

  @Override
  public int getBufferSize() {
    return 0;
  }

  @Override
  public void flushBuffer() {}

  @Override
  public void resetBuffer() {}

  @Override
  public boolean isCommitted() {
    return false;
  }

  @Override
  public void reset() {}

  @Override
  public void setLocale(Locale given) {}

  @Override
  public @Nullable Locale getLocale() {
    return null;
  }
}
