package app.trackx.servlet;

import jakarta.servlet.ServletResponse;
import jakarta.servlet.ServletResponseWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A response that adds the {@link ReportHeaders} when its content type becomes HTML,
 * each only if the application has not set it. Headers that the application sets later replace
 * these.
 *
 * <p>The wrapped response may change: Tomcat replaces it during an include.
 *
 * <p>The container decides whether a content type can be set, so the effective type is read back:
 * in an include, or once the response is committed, setting it has no effect.
 */
final class HtmlResponse extends HttpServletResponseWrapper {
  private static final String CONTENT_TYPE = "Content-Type";

  private final ReportHeaders reports;

  /** Bits of the headers that this response has set. */
  private int ours;

  private HtmlResponse(HttpServletResponse response, ReportHeaders reports) {
    super(response);
    this.reports = reports;
  }

  /** Wraps a response. Returns it unchanged if it is not HTTP or already wrapped. */
  static ServletResponse around(ServletResponse response, ReportHeaders reports) {
    try {
      return response instanceof HttpServletResponse && !isWrapped(response)
          ? new HtmlResponse((HttpServletResponse) response, reports)
          : response;
    } catch (Throwable noMemory) {
      return response;
    }
  }

  private static boolean isWrapped(ServletResponse response) {
    ServletResponse inner = response;
    while (inner instanceof ServletResponseWrapper) {
      if (inner instanceof HtmlResponse) {
        return true;
      }
      inner = ((ServletResponseWrapper) inner).getResponse();
    }
    return false;
  }

  @Override
  public void setContentType(String type) {
    super.setContentType(type);
    typeChanged();
  }

  @Override
  public void setHeader(String name, String value) {
    super.setHeader(name, value);
    headerSet(name);
  }

  @Override
  public void addHeader(String name, String value) {
    int index = reports.indexOf(name);
    if (index >= 0 && (ours & 1 << index) != 0) {
      super.setHeader(name, value);
    } else {
      super.addHeader(name, value);
    }
    headerSet(name);
  }

  @Override
  public void reset() {
    super.reset();
    ours = 0;
  }

  private void headerSet(@Nullable String name) {
    if (CONTENT_TYPE.equalsIgnoreCase(name)) {
      typeChanged();
      return;
    }
    int index = reports.indexOf(name);
    if (index >= 0) {
      ours &= ~(1 << index);
    }
  }

  private void typeChanged() {
    try {
      if (super.isCommitted()) {
        return;
      }
      boolean html = isHtml(super.getContentType());
      for (int i = 0; i < reports.count(); i++) {
        int bit = 1 << i;
        if (html && (ours & bit) == 0 && !super.containsHeader(reports.name(i))) {
          super.setHeader(reports.name(i), reports.value(i));
          ours |= bit;
        } else if (!html && (ours & bit) != 0) {
          super.setHeader(reports.name(i), null); // has no effect in Tomcat
          ours &= ~bit;
        }
      }
    } catch (Throwable neverToTheHost) {
      // browsers send no reports for this response
    }
  }

  private static boolean isHtml(@Nullable String type) {
    if (type == null) {
      return false;
    }
    int end = type.indexOf(';');
    String media = (end < 0 ? type : type.substring(0, end)).trim().toLowerCase(Locale.ROOT);
    return media.equals("text/html") || media.equals("application/xhtml+xml");
  }
}
