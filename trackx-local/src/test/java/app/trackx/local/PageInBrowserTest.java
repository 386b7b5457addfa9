package app.trackx.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import app.trackx.testing.JsonTexts;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests of the page in an installed Chromium; skipped if there is none. */
class PageInBrowserTest {
  private static final String ROWS = "document.querySelectorAll('.issues tbody tr').length";
  private static final String NAMES =
      "[...document.querySelectorAll('.issues tbody .name')].map(e => e.textContent).join()";
  private static final String FOCUS = "document.activeElement";

  /**
   * Records errors, and delays the hashchange event: a test that mistakes the previous view for the next one
   * then always fails, instead of once in a hundred runs.
   */
  private static final String BEFORE_THE_PAGE = """
      window.wrong = [];
      addEventListener('error', error => wrong.push(error.message ?? 'a file'), true);
      addEventListener('unhandledrejection', error => wrong.push(String(error.reason)));
      addEventListener('securitypolicyviolation', error => wrong.push(error.violatedDirective));
      addEventListener('hashchange', change => {
        if (change.isTrusted) {
          change.stopImmediatePropagation();
          setTimeout(() => dispatchEvent(new HashChangeEvent('hashchange', change)), 60);
        }
      });
      """;

  private static Chromium chromium;

  /** One tab for all tests, since a new one takes longer than most of them. Each test has a server, and so an origin. */
  private static Tab tab;

  private int documents;
  private TrackXLocal server;
  private RawHttp http;

  @BeforeAll
  static void startBrowser() throws Exception {
    Optional<Path> program = Chromium.find();
    assumeTrue(
        program.isPresent(),
        "no Chromium on the PATH or in the variable CHROMIUM: the page is not tested in a browser");
    chromium = Chromium.start(program.get());
    tab = chromium.open();
    tab.call("Page.addScriptToEvaluateOnNewDocument", Map.of("source", BEFORE_THE_PAGE));
    tab.call("Emulation.setFocusEmulationEnabled", Map.of("enabled", true));
  }

  @AfterAll
  static void stopBrowser() throws Exception {
    if (chromium != null) {
      chromium.close();
    }
  }

  @BeforeEach
  void start() throws Exception {
    server = TrackXLocal.start();
    http = new RawHttp(server.port());
    tab.prefer("prefers-color-scheme", "light");
    tab.call("Emulation.clearDeviceMetricsOverride", Map.of());
  }

  @AfterEach
  void stop() throws Exception {
    assertThat(tab.eval("window.wrong")).isEqualTo(List.of());
    http.close();
    server.close();
  }

  private void event(Map<String, ?> event) throws IOException {
    assertThat(http.event(server, JsonTexts.of(event)).text()).isEqualTo("ok");
  }

  private String addressOf(Issue issue) {
    return server.page() + "#/issue/" + issue.id();
  }

  @Test
  void emptyPage_showsHowToSendTheFirstEvent_andThenTheEvent() throws Exception {
    tab.go(server.page()).awaitText("main", "No events received yet");
    assertThat(tab.text("#endpoint")).isEqualTo(server.endpoint());
    assertThat(tab.eval("document.title")).isEqualTo("Issues – TrackX local");
    tab.awaitText("#live", "Live");
    event(Map.of("name", "FirstError", "message", "hello"));
    tab.awaitText("table.issues", "FirstError").await("document.querySelector('#empty').hidden");
    assertThat(tab.text("#summary"))
        .isEqualTo("1 issue, 1 error; no privacy findings in the latest event of each issue");
    assertThat(tab.text("#news")).isEqualTo("1 new event, 1 in total");
  }

  @Test
  void refusedRequests_areCounted() throws Exception {
    server.close();
    RequestLimit limit = RequestLimit.likeUpstream().burst(0);
    server = TrackXLocal.builder().requestLimit(limit).start();
    http.close();
    http = new RawHttp(server.port());
    tab.go(server.page()).awaitText("#live", "Live");
    event(Map.of("name", "Boom"));
    http.ping(server, RawHttp.BROWSER);
    tab.awaitText("#summary", "latest event of each issue; 1 request refused by the rate limit");
  }

  @Test
  void textFromRightToLeft_beginsOnTheRight() throws Exception {
    event(Map.of("name", "Boom", "message", "\u05e9\u05dc\u05d5\u05dd abc"));
    tab.go(addressOf(server.issues().get(0))).await("document.querySelector('.lead')");
    assertThat(tab.eval("""
        (() => {
          const text = document.querySelector('.lead').firstChild;
          const left = (from, to) => {
            const range = document.createRange();
            range.setStart(text, from);
            range.setEnd(text, to);
            return range.getBoundingClientRect().left;
          };
          return left(0, 4) > left(5, 8);
        })()
        """)).isEqualTo(true);
  }

  @Test
  void blankName_hasAPlaceholder_andCanBeOpened() throws Exception {
    event(Map.of("name", " ", "message", ""));
    tab.go(server.page()).awaitText(".issues a", "(no name)").awaitText(".message", "(no message)");
    tab.eval("document.querySelector('.issues a').click()");
    tab.awaitText("h1", "(no name)").awaitText(".terms", "blank");
    assertThat(tab.eval("document.title")).isEqualTo("(no name) – TrackX local");
  }

  @Test
  void qualifiedName_isReadOutAsOneWord() throws Exception {
    event(Map.of("name", "com.acme.Boom"));
    tab.go(server.page()).await(ROWS + " === 1");
    tab.click(".issues .culprit").await(FOCUS + ".id === 'issue-name'"); // all of the row is a link
    assertThat(tab.eval(FOCUS + ".ariaLabel")).isEqualTo("com.acme.Boom");
    tab.key("Escape").await("location.hash === '#/' && " + FOCUS + ".tagName === 'A'");
    assertThat(tab.eval(FOCUS + ".ariaLabel")).isEqualTo("Boom");
    assertThat(tab.eval(FOCUS + ".title")).isEqualTo("com.acme.Boom");
  }

  @Test
  void list_isUpdatedInPlace_andTheFocusStays() throws Exception {
    event(Map.of("name", "Old"));
    tab.go(server.page()).await(ROWS + " === 1");
    tab.eval("document.querySelector('.issues a').focus()");
    event(Map.of("name", "New"));
    tab.await(ROWS + " === 2").awaitText(".issues tbody tr:first-child", "New");
    assertThat(tab.eval(FOCUS + ".ariaLabel")).isEqualTo("Old");
    event(Map.of("name", "Old"));
    tab.awaitText(".issues tbody tr:first-child", "Old");
    assertThat(tab.text(".issues tbody tr:first-child .count")).isEqualTo("2");
    assertThat(tab.eval(FOCUS + ".ariaLabel")).isEqualTo("Old");
    assertThat(tab.text("#news")).matches("1 new event, [23] in total");
    assertThat(tab.eval("document.querySelector('.graph svg').getAttribute('aria-label')"))
        .isEqualTo("1 session in the last 24 hours, 1 with an error");
  }

  @Test
  void issue_showsFramesMetaAgentAndJson() throws Exception {
    event(Map.of(
        "name",
        "com.acme.Boom",
        "message",
        "m",
        "type",
        1,
        "uri",
        "java:x",
        "stack",
        "x\n    at com.acme.A.pay (com/acme/A.java:7)",
        "meta",
        Map.of("_c", "_", "_v", "1.2", "order", Map.of("id", 17))));
    tab.go(addressOf(server.issues().get(0))).awaitText(".frames", "com.acme.A.pay");
    assertThat(tab.text(".frames")).contains("com/acme/A.java:7");
    assertThat(tab.text(".meta")).contains("\"id\": 17").contains("Custom v1.2");
    assertThat(tab.text(".terms"))
        .contains("Unhandled error", "java:x", "Linux")
        .doesNotContain("Browser", "unknown");
    tab.eval("document.querySelectorAll('.tabs a')[2].click()");
    tab.awaitText("#json", "\"order\":{\"id\":17}");
    assertThat(tab.text("#json")).isEqualTo(server.events().get(0).json());
    event(Map.of("name", "com.acme.Boom", "stack", server.events().get(0).stack()));
    tab.awaitText("#facts", "2 events").awaitText(".steps", "2 of 2");
  }

  @Test
  void sourceLines_areShown_withTheFirstOneOpen() throws Exception {
    try (SourceHost host = new SourceHost()) {
      showSources(host);
      tab.awaitText(".frames", "No source: HTTP 404");
      assertThat(tab.eval("[...document.querySelectorAll('details.source')].map(d => d.open)"))
          .isEqualTo(List.of(true, false));
      assertThat(tab.eval("[...document.querySelectorAll('details[open] code')].map(c =>"
              + " c.dataset.number + ' ' + c.textContent)"))
          .isEqualTo(List.of(
              "1 package com.acme;",
              "2 ",
              "3 class <b>A</b> {",
              "4   int pay() {",
              "5     throw new Boom();",
              "6   }",
              "7 }"));
      assertThat(tab.text("details[open] [aria-current]")).isEqualTo("    throw new Boom();");
      assertThat(tab.eval("document.querySelector('.note')")).isNull();
      checkHarmless();
    }
  }

  /** Opens an event with source lines, a missing file and a frame without source. */
  private void showSources(SourceHost host) throws Exception {
    server.close();
    http.close();
    server = TrackXLocal.builder().sourceFrom(host.url("/src")).start();
    http = new RawHttp(server.port());
    host.file(
        "/src/com/acme/A.java",
        "package com.acme;\n\nclass <b>A</b> {\n  int pay() {\n    throw new Boom();\n  }\n}\n");
    String stack = "x"
        + "\n    at java.lang.Integer.parseInt (java/lang/Integer.java:0)"
        + "\n    at com.acme.A.pay (" + host.url("/src/com/acme/A.java") + ":5)"
        + "\n    at com.acme.B.pay (" + host.url("/src/com/acme/B.java") + ":5)"
        + "\n    at com.acme.A.run (" + host.url("/src/com/acme/A.java") + ":3)";
    event(Map.of("name", "Boom", "stack", stack));
    tab.go(addressOf(server.issues().get(0))).await("document.querySelector('details.source')");
  }

  @Test
  void sourceLines_off_saysHowToTurnThemOn() throws Exception {
    event(Map.of("name", "Boom", "stack", "at com.acme.A.pay (https://git.example.com/A.java:5)"));
    tab.go(addressOf(server.issues().get(0))).awaitText(".note", "--source-from");
  }

  @Test
  void unusualMeta_isShown() throws Exception {
    String noText = "{\"toString\":1,\"valueOf\":2}";
    String deep = "[".repeat(900) + "1" + ",1".repeat(200_000) + "]".repeat(900);
    http.event(
        server,
        "{\"name\":\"Odd\",\"meta\":{\"_c\":" + noText + ",\"_v\":" + noText + ",\"deep\":" + deep
            + ",\"__proto__\":\"p\",\"constructor\":\"c\"}}");
    tab.go(addressOf(server.issues().get(0))).awaitText("h1", "Odd").awaitText(".meta", "toString");
    assertThat(tab.text(".meta")).contains("[1,1,1,", "__proto__\tp", "constructor\tc");
  }

  @Test
  void eventBeyondTheListedOnes_linksToNewerEvents() throws Exception {
    event(Map.of("name", "Often"));
    tab.go(addressOf(server.issues().get(0)) + "/0").awaitText(".steps", "1 of 1");
    for (int i = 0; i < 201; i++) {
      event(Map.of("name", "Often"));
    }
    tab.awaitText(".steps", "not among the latest 200 of 202");
    assertThat(tab.eval("[...document.querySelectorAll('.steps a')].map(a => a.textContent)"))
        .isEqualTo(List.of("Newer", "Latest"));
    tab.eval("document.querySelector('.steps a').click()");
    tab.awaitText(".steps", "200 of 202");
  }

  @Test
  void privacy_isHighlighted() throws Exception {
    event(Map.of("message", "no user bob@example.com", "meta", Map.of("ip", "198.51.100.7")));
    tab.go(server.page()).awaitText(".issues .personal", "2 privacy findings");
    event(Map.of("message", "no user bob@example.com", "meta", Map.of()));
    tab.awaitText(".issues .personal", "1 privacy finding");
    assertThat(tab.text("#summary"))
        .isEqualTo("1 issue, 2 errors; privacy findings in the latest event of 1 issue");
    event(Map.of("message", "no user bob@example.com", "meta", Map.of("ip", "198.51.100.7")));
    tab.go(addressOf(server.issues().get(0))).awaitText(".tabs", "Privacy 2");
    tab.eval("document.querySelectorAll('.tabs a')[1].click()");
    tab.awaitText(".part h2", "2 privacy findings");
    Object marks =
        tab.eval("[...document.querySelectorAll('mark')].map(m => m.textContent).sort()");
    assertThat(marks).isEqualTo(List.of("198.51.100.7IP address", "bob@example.come-mail address"));
  }

  @Test
  void receivedMarkup_isShownAsText() throws Exception {
    String evil =
        "<img src=x onerror='hit=1'><script>hit=1</script><a href='javascript:hit=1'>z</a>";
    String link = "javascript:hit=1//\"><svg onload=hit=1>";
    String stack = "x\n at a." + evil.replace("(", "") + " (" + link + ":7:1)\n at " + link + " ("
        + evil + ":3)";
    Map<String, String> agent =
        Map.of("Origin", link, "User-Agent", "Mozilla/5 (<img src=x onerror='hit=1'>) Firefox/1");
    String json = JsonTexts.of(Map.of(
        "name",
        evil,
        "message",
        evil + link,
        "uri",
        link,
        "stack",
        stack,
        "meta",
        Map.of(evil, evil, link, List.of(link), "__proto__", evil, "_c", evil, "_v", link)));
    http.request("POST", RawHttp.pathOf(server) + "/event", agent, json);
    tab.go(server.page()).awaitText(".issues", evil);
    checkHarmless();
    tab.go(addressOf(server.issues().get(0))).awaitText(".lead", link);
    assertThat(tab.text(".terms")).contains(evil, link, "<img src=x onerror='hit=1'>", "Firefox 1");
    assertThat(tab.text(".meta")).contains(evil, link);
    assertThat(tab.text(".frames")).contains("javascript:hit=1", "onerror");
    checkHarmless();
    for (String part : List.of("privacy", "json")) {
      tab.go(addressOf(server.issues().get(0)) + "/0/" + part)
          .await("document.querySelector('#" + part + "-title')");
      checkHarmless();
    }
    assertThat(tab.text("#json")).isEqualTo(json);
  }

  private void checkHarmless() throws Exception {
    assertThat(tab.eval("typeof hit")).isEqualTo("undefined");
    assertThat(tab.eval("document.querySelectorAll('main img, main script, svg[onload]').length"))
        .isEqualTo(0L);
    Object links = tab.eval("[...document.querySelectorAll('a, link, script, form, iframe')]"
        + ".map(e => e.href || e.src || '').filter(url => !url.startsWith(location.origin + '/'))");
    assertThat(links).isEqualTo(List.of());
  }

  @Test
  void keyboard_navigatesThereAndBack() throws Exception {
    event(Map.of("name", "Boom"));
    tab.go(server.page()).await(ROWS + " === 1");
    assertThat(tab.key("Tab").eval(FOCUS + ".id")).isEqualTo("skip");
    assertThat(tab.key("Enter").eval(FOCUS + ".id")).isEqualTo("main");
    tab.key("j");
    assertThat(tab.eval(FOCUS + ".ariaLabel")).isEqualTo("Boom");
    assertThat(tab.eval("getComputedStyle(" + FOCUS + ".closest('tr')).outlineStyle"))
        .isEqualTo("solid");
    tab.key("Enter").await(FOCUS + ".id === 'issue-name'");
    tab.eval("document.querySelectorAll('.tabs a')[1].focus()");
    tab.key("Enter").await("location.hash.endsWith('/privacy')");
    tab.key("Escape").await("location.hash.endsWith('/0')");
    tab.key("Escape").await("location.hash === '#/' && " + FOCUS + ".ariaLabel === 'Boom'");
  }

  @Test
  void dark_isDark_andNarrowFits() throws Exception {
    SampleShop.fill(server, new FakeClock());
    tab.go(server.page()).await(ROWS + " === " + SampleShop.ISSUES);
    String ground = "getComputedStyle(document.body).backgroundColor";
    assertThat(tab.prefer("prefers-color-scheme", "light").eval(ground))
        .isEqualTo("rgb(246, 247, 249)");
    assertThat(tab.prefer("prefers-color-scheme", "dark").eval(ground))
        .isEqualTo("rgb(20, 23, 28)");
    tab.size(390, 700);
    String tooWide = "document.documentElement.scrollWidth > document.documentElement.clientWidth";
    assertThat(tab.eval(tooWide)).isEqualTo(false);
    for (String part : List.of("", "/0", "/0/privacy", "/0/json")) {
      tab.go(server.page() + "#/").await(ROWS + " === " + SampleShop.ISSUES);
      tab.go(addressOf(server.issues().get(0)) + part).await("document.querySelector('article')");
      assertThat(tab.eval(tooWide)).as(part).isEqualTo(false);
    }
  }

  @Test
  void narrow_cutsNothingOffARow() throws Exception {
    event(Map.of("name", "Boom"));
    tab.size(240, 600).go(server.page()).await(ROWS + " === 1");
    assertThat(tab.eval("""
        [...document.querySelectorAll('.issues tbody td')].every(cell =>
          cell.getBoundingClientRect().right <= cell.closest('tr').getBoundingClientRect().right)
        """)).isEqualTo(true);
    assertThat(tab.eval("document.querySelector('td.count').dataset.label")).isEqualTo("error");
  }

  @Test
  void unreachableServer_isReported_andReconnectedTo() throws Exception {
    tab.go(server.page()).awaitText("#live", "Live");
    server.close();
    tab.awaitText("#live", "Not connected").awaitText("#gone", "The server is unreachable");
    http.close();
    server = TrackXLocal.builder().port(server.port()).start();
    http = new RawHttp(server.port());
    event(Map.of("name", "Later"));
    tab.awaitText("#live", "Live").awaitText(".issues", "Later");
    assertThat(tab.eval("document.querySelector('#gone').hidden")).isEqualTo(true);
    tab.eval("window.wrong = []"); // failed requests to the closed server
  }

  @Test
  void unknownAddress_isHandled() throws Exception {
    tab.go(server.page() + "#/issue/" + "0".repeat(32))
        .awaitText("main", "This issue was not found");
    tab.go(server.page() + "#/<img>").awaitText("main", "No events received yet");
  }

  @Test
  void search_isReachedByKey_keptInTheAddress_andCanBeShared() throws Exception {
    event(Map.of("name", "Apple", "message", "red"));
    event(Map.of("name", "Pear", "message", "green"));
    tab.go(server.page()).await(ROWS + " === 2").awaitText("#live", "Live");
    tab.key("/").await(FOCUS + ".id === 'search'").type("GRE");
    tab.await(NAMES + " === 'Pear'").await("location.hash === '#/?q=GRE'");
    assertThat(tab.text("#summary")).startsWith("1 of 2 issues, 1 error");
    event(Map.of("name", "Plum", "message", "green"));
    tab.await(NAMES + " === 'Plum,Pear'");
    tab.key("j").awaitText("#nothing", "No issue matches these filters"); // typed, not a command
    assertThat(tab.eval("document.querySelector('#search').value")).isEqualTo("GREj");
    tab.go(server.page() + "?another#/?q=red&show=all").await(NAMES + " === 'Apple'");
    assertThat(tab.eval("document.querySelector('#search').value")).isEqualTo("red");
    tab.click(".issues a").await(FOCUS + ".id === 'issue-name'");
    tab.key("Escape").await("location.hash === '#/?q=red&show=all'").await(NAMES + " === 'Apple'");
    tab.go(server.page() + "#/?q=none").awaitText("#nothing", "Remove the filters");
    tab.click("#nothing a").await(ROWS + " === 3");
  }

  @Test
  void filtersAndOrder_areChosen() throws Exception {
    event(Map.of("name", "A", "type", 1, "meta", Map.of("release", "1", "occurrences", 5000)));
    event(Map.of(
        "name",
        "B",
        "type",
        4,
        "meta",
        Map.of("release", "2", "environment", "test", "_dropped", Map.of("QUEUE_FULL", 7))));
    tab.go(server.page()).await(NAMES + " === 'B,A'").awaitText(".new", "New");
    assertThat(tab.text("#summary")).endsWith("; 7 errors dropped by clients");
    assertThat(tab.text(".issues tbody tr:last-child .count")).isEqualTo("5,000");
    assertThat(tab.eval("document.querySelector('tbody tr:last-child .spark').ariaLabel"))
        .isEqualTo("5,000 errors in the last 24 hours, at most 5,000 in an hour");
    tab.choose("[name=sort]", "errors").await(NAMES + " === 'A,B'");
    tab.choose("[name=release]", "2").await(NAMES + " === 'B'");
    tab.choose("[name=release]", "").choose("[name=type]", "1").await(NAMES + " === 'A'");
    tab.choose("[name=environment]", "test").awaitText("#nothing", "No issue matches");
    assertThat(tab.eval("location.hash")).isEqualTo("#/?sort=errors&type=1&environment=test");
    tab.choose("[name=environment]", "").choose("[name=since]", "1h").await(NAMES + " === 'A'");
  }

  @Test
  void longList_hasPages() throws Exception {
    for (int i = 0; i < 120; i++) {
      event(Map.of("name", "E" + i));
    }
    tab.go(server.page() + "#/?q=E").awaitText(".pages", "Page 1 of 3");
    assertThat(tab.eval(ROWS)).isEqualTo(50L);
    tab.eval("[...document.querySelectorAll('.pages a')].at(-1).click()");
    tab.awaitText(".pages", "Page 2 of 3").await("location.hash === '#/?q=E&page=2'");
    assertThat(tab.text(".issues tbody tr")).contains("E69");
    tab.choose("[name=sort]", "first").awaitText(".pages", "Page 1 of 3");
  }

  @Test
  void keys_moveBetweenIssuesAndEvents_andAreListed() throws Exception {
    event(Map.of("name", "A"));
    event(Map.of("name", "B"));
    event(Map.of("name", "B"));
    tab.go(server.page()).await(NAMES + " === 'B,A'");
    assertThat(tab.key("j").eval(FOCUS + ".ariaLabel")).isEqualTo("B");
    assertThat(tab.key("j").key("j").eval(FOCUS + ".ariaLabel")).isEqualTo("A");
    tab.key("k").key("Enter").awaitText(".steps", "1 of 2");
    tab.key("j").awaitText(".steps", "2 of 2").key("k").awaitText(".steps", "1 of 2");
    tab.key("?", 8).awaitText("#help", "Keyboard shortcuts");
    tab.key("Escape").await("document.querySelector('#help') === null");
    assertThat(tab.eval("location.hash")).isNotEqualTo("#/"); // Escape closed the dialog only
    tab.key("/").await(FOCUS + ".id === 'search'");
    tab.click("#keys").click("#help input").click("#help button");
    tab.await("document.querySelector('#help') === null").eval(FOCUS + ".blur()");
    tab.key("j").key("/");
    assertThat(tab.eval(FOCUS + ".tagName")).isEqualTo("BODY");
  }

  @Test
  void issue_isResolved_andIgnored() throws Exception {
    event(Map.of("name", "A"));
    event(Map.of("name", "B"));
    tab.go(server.page()).await(NAMES + " === 'B,A'").awaitText("#live", "Live");
    tab.click(".issues a").await(FOCUS + ".id === 'issue-name'");
    tab.eval("document.querySelector('[data-action=resolve]').focus()");
    tab.key("Enter").awaitText("#facts", "Resolved").awaitText("#news", "Resolved");
    assertThat(tab.eval(FOCUS + ".dataset.action")).isEqualTo("reopen");
    tab.key("Escape").await(NAMES + " === 'A'");
    event(Map.of("name", "B"));
    tab.await(NAMES + " === 'B,A'").awaitText(".issues .regressed", "Regressed");
    tab.click(".issues a").await("document.querySelector('[data-action=ignore]')");
    tab.click("[data-action=ignore]").awaitText("#facts", "Ignored");
    tab.key("Escape").await(NAMES + " === 'A'").choose("[name=show]", "ignored");
    tab.await(NAMES + " === 'B'").click(".issues a");
    tab.await("document.querySelector('[data-action=reopen]')").click("[data-action=reopen]");
    tab.await("document.querySelector('[data-action=ignore]')");
    assertThat(tab.text("#facts")).doesNotContain("Ignored", "Regressed");
  }

  @Test
  void clearing_asksFirst() throws Exception {
    event(Map.of("name", "A"));
    event(Map.of("name", "B"));
    tab.go(addressOf(server.issues().get(0))).await("document.querySelector('.actions')");
    tab.click("[data-action=clear]");
    assertThat(tab.eval(FOCUS + ".textContent")).isEqualTo("Cancel");
    tab.key("Enter").await("document.querySelector('dialog') === null");
    assertThat(server.issues()).hasSize(2);
    tab.click("[data-action=clear]").click("dialog .danger").await(NAMES + " === 'A'");
    tab.click("#clear-all").click("dialog .danger").awaitText("main", "No events received yet");
    assertThat(server.issues()).isEmpty();
  }

  @Test
  void frameworkFrames_areFolded_andTextsAreCopied() throws Exception {
    List<String> clipboard = List.of("clipboardReadWrite", "clipboardSanitizedWrite");
    tab.call("Browser.grantPermissions", Map.of("permissions", clipboard));
    String stack = "x\n at java.util.Objects.requireNonNull (java/util/Objects.java:9)"
        + "\n at com.acme.A.pay (com/acme/A.java:7)"
        + "\n at org.springframework.web.X.run (org/springframework/web/X.java:1)"
        + "\n at java.lang.Thread.run (java/lang/Thread.java:2)";
    event(Map.of("name", "Boom", "stack", stack, "meta", Map.of("occurrences", 7)));
    tab.go(addressOf(server.issues().get(0))).awaitText(".frames", "com.acme.A.pay");
    assertThat(tab.text(".culprit")).isEqualTo("com.acme.A.pay A.java:7");
    assertThat(tab.text(".terms")).contains("7 errors, which the client sent as one event");
    assertThat(tab.text(".fold summary")).isEqualTo("2 frames of org.springframework, java.lang");
    assertThat(tab.text(".frames")).contains("requireNonNull").doesNotContain("Thread");
    tab.click(".fold summary").awaitText(".frames", "java.lang.Thread.run");
    String link = addressOf(server.issues().get(0)) + "/0";
    List<String> texts = List.of(stack, server.events().get(0).json(), link);
    for (int i = 0; i < texts.size(); i++) {
      tab.eval("document.querySelector('.copies [role=status]').textContent = ''");
      tab.click(".copies button:nth-of-type(" + (i + 1) + ")").awaitText(".copies", "Copied");
      assertThat(tab.eval("navigator.clipboard.readText()")).isEqualTo(texts.get(i));
    }
  }

  @Test
  void eventOfAnotherIssue_isNotFound() throws Exception {
    event(Map.of("name", "A"));
    event(Map.of("name", "B"));
    tab.go(addressOf(server.issues().get(0)) + "/0").awaitText("h1", "This event was not found");
    tab.awaitText("#live", "Live").eval("document.querySelector('.empty a').focus()");
    event(Map.of("name", "B"));
    tab.awaitText("#news", "1 new event");
    assertThat(tab.eval(FOCUS + ".tagName")).isEqualTo("A");
    tab.click(".empty a").awaitText("h1", "B").awaitText(".steps", "1 of 2");
  }

  @Test
  void everyView_passesAxe() throws Exception {
    String script = "Page.addScriptToEvaluateOnNewDocument"; // sent once, since it is long
    Object id = tab.call(script, Map.of("source", axe())).get("identifier");
    try {
      checkViewsWithAxe();
    } finally {
      tab.call("Page.removeScriptToEvaluateOnNewDocument", Map.of("identifier", id));
    }
  }

  private void checkViewsWithAxe() throws Exception {
    checkWithAxe("", ".empty h2");
    SampleShop.fill(server, new FakeClock());
    Issue login = server.issues().stream()
        .filter(issue -> SampleShop.PERSONAL.equals(issue.name()))
        .findFirst()
        .orElseThrow();
    String event = "#/issue/" + login.id() + "/" + login.stored().lastEvent();
    checkWithAxe("", ".issues tbody tr");
    checkWithAxe(event, ".meta");
    checkWithAxe(event + "/privacy", ".findings");
    checkWithAxe(event + "/json", "#json");
    checkWithAxe("#/?q=nothing", "#nothing:not([hidden]) h2");
    tab.click("#keys");
    checkWithAxe("help", "");
    tab.go(server.page() + event).await("document.querySelector('.meta')");
    tab.click("[data-action=clear]");
    checkWithAxe("question", "");
    tab.size(390, 800);
    checkWithAxe("", ".issues tbody tr");
    tab.size(1000, 800);
    checkWithAxe("#/issue/" + "0".repeat(32), ".empty h1");
    try (SourceHost host = new SourceHost()) {
      showSources(host);
      checkWithAxe("#/issue/" + server.issues().get(0).id(), "details.source");
    }
  }

  /**
   * Checks all of axe's rules, in the dark only the one for colors, and fails on incomplete results too. Each view is
   * loaded in a new document, with a query of its own, because axe caches heading positions per document; without a view, the document is checked as
   * it is.
   */
  private void checkWithAxe(String view, String shown) throws Exception {
    if (!shown.isEmpty()) {
      tab.go(server.page() + "?" + ++documents + view)
          .await("document.querySelector('" + shown + "')");
      tab.eval("document.querySelectorAll('details').forEach(e => { e.open = true; })");
    }
    tab.await("document.getAnimations().length === 0");
    checkWithAxe(view, Map.of());
    tab.prefer("prefers-color-scheme", "dark").await("document.getAnimations().length === 0");
    checkWithAxe(view + " in the dark", Map.of("runOnly", List.of("color-contrast")));
    tab.prefer("prefers-color-scheme", "light");
  }

  private void checkWithAxe(String name, Map<String, ?> options) throws Exception {
    Object faults = tab.eval(String.format("""
        axe.run(%s).then(found => [...found.violations, ...found.incomplete].flatMap(rule =>
          rule.nodes.map(node => `${rule.id}: ${node.html}: ${node.any[0]?.message}`)))
        """, JsonTexts.of(options)));
    assertThat(faults).as(name).isEqualTo(List.of());
  }

  private static String axe() throws IOException {
    try (InputStream in = ClassLoader.getSystemResourceAsStream("axe.min.js")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
