package app.trackx.local;

import app.trackx.local.internal.json.JsonReader;
import app.trackx.testing.JsonTexts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A browser tab. Not thread-safe. All waits time out after 20 seconds. */
final class Tab implements AutoCloseable {
  private static final int SECONDS = 20;
  private static final Map<String, Integer> CODES = Map.of("Tab", 9, "Enter", 13, "Escape", 27);

  private final BlockingQueue<Map<?, ?>> messages = new LinkedBlockingQueue<>();
  private WebSocket socket;
  private long id;

  static Tab of(HttpClient http, URI address) throws Exception {
    Tab tab = new Tab();
    tab.socket = http.newWebSocketBuilder()
        .buildAsync(address, tab.new Incoming())
        .get(SECONDS, TimeUnit.SECONDS);
    tab.call("Page.enable", Map.of());
    tab.call("Runtime.enable", Map.of());
    return tab;
  }

  private final class Incoming implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        try {
          messages.add((Map<?, ?>) JsonReader.read(text.toString()));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
        text.setLength(0);
      }
      from.request(1);
      return null;
    }
  }

  Map<?, ?> call(String method, Map<String, ?> parameters) throws Exception {
    long mine = ++id;
    socket
        .sendText(JsonTexts.of(Map.of("id", mine, "method", method, "params", parameters)), true)
        .get();
    while (true) {
      Map<?, ?> message = messages.poll(SECONDS, TimeUnit.SECONDS);
      if (message == null) {
        throw new TimeoutException("no answer to " + method);
      }
      if (Long.valueOf(mine).equals(message.get("id"))) {
        if (message.get("error") != null) {
          throw new IOException(method + ": " + message.get("error"));
        }
        return (Map<?, ?>) message.get("result");
      }
    }
  }

  Tab go(String url) throws Exception {
    call("Page.navigate", Map.of("url", url));
    return this;
  }

  /** Returns the value of an expression. Awaits promises. */
  Object eval(String expression) throws Exception {
    Map<?, ?> result = call(
        "Runtime.evaluate",
        Map.of("expression", expression, "awaitPromise", true, "returnByValue", true));
    if (result.get("exceptionDetails") != null) {
      throw new IOException(expression + ": " + result.get("exceptionDetails"));
    }
    return ((Map<?, ?>) result.get("result")).get("value");
  }

  /** Waits until a condition is met, checked on every animation frame. */
  Tab await(String condition) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    String soon = "new Promise(done => { const end = Date.now() + 1000; const look = () => {"
        + " let yes = false; try { yes = Boolean(" + condition + "); } catch {}"
        + " if (yes || Date.now() > end) done(yes); else setTimeout(look, 20); }; look(); })";
    while (System.nanoTime() < end) {
      if (isTrue(soon)) {
        return this;
      }
    }
    throw new TimeoutException(
        "condition not met: " + condition + "; the page shows: " + text("body"));
  }

  /** Evaluates an expression, and once more if a navigation discarded the first evaluation. */
  private boolean isTrue(String promise) throws Exception {
    try {
      return Boolean.TRUE.equals(eval(promise));
    } catch (IOException e) {
      return false;
    }
  }

  Tab awaitText(String selector, String part) throws Exception {
    return await("document.querySelector(" + JsonTexts.of(selector) + ").innerText.includes("
        + JsonTexts.of(part) + ")");
  }

  String text(String selector) throws Exception {
    return (String)
        eval("document.querySelector(" + JsonTexts.of(selector) + ")?.innerText ?? '(none)'");
  }

  Tab key(String key) throws Exception {
    return key(key, 0);
  }

  /** Presses a key, named or a character; modifiers: 8 is shift. */
  Tab key(String key, int modifiers) throws Exception {
    boolean character = key.length() == 1;
    String text = character ? key : key.equals("Enter") ? "\r" : "";
    int code = character ? Character.toUpperCase(key.charAt(0)) : CODES.get(key);
    Map<String, Object> down = Map.of(
        "type", text.isEmpty() ? "rawKeyDown" : "keyDown",
        "key", key,
        "code", character ? "" : key,
        "windowsVirtualKeyCode", code,
        "modifiers", modifiers,
        "text", text);
    call("Input.dispatchKeyEvent", down);
    call("Input.dispatchKeyEvent", Map.of("type", "keyUp", "key", key, "modifiers", modifiers));
    return this;
  }

  /** Types a text into the focused field. */
  Tab type(String text) throws Exception {
    call("Input.insertText", Map.of("text", text));
    return this;
  }

  Tab click(String selector) throws Exception {
    eval("document.querySelector(" + JsonTexts.of(selector) + ").click()");
    return this;
  }

  /** Chooses an option of a select, as a user does. */
  Tab choose(String select, String value) throws Exception {
    eval("(() => { const select = document.querySelector(" + JsonTexts.of(select)
        + "); select.value = " + JsonTexts.of(value)
        + "; select.dispatchEvent(new Event('change', { bubbles: true })); })()");
    return this;
  }

  /** Sets a preference of the user, who also wants no animations: nothing then waits for their end. */
  Tab prefer(String feature, String value) throws Exception {
    Map<String, String> wish = Map.of("name", feature, "value", value);
    Map<String, String> still = Map.of("name", "prefers-reduced-motion", "value", "reduce");
    call("Emulation.setEmulatedMedia", Map.of("features", List.of(wish, still)));
    return this;
  }

  Tab size(int width, int height) throws Exception {
    call(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    return this;
  }

  Tab shoot(Path file) throws Exception {
    Object data = call("Page.captureScreenshot", Map.of("format", "png")).get("data");
    Files.write(file, Base64.getDecoder().decode((String) data));
    return this;
  }

  @Override
  public void close() throws Exception {
    call("Page.close", Map.of());
    socket.abort();
  }
}
