package app.trackx.local;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** A program that takes screenshots of the page for visual inspection. Argument: the output folder. */
final class Shots {
  private Shots() {}

  public static void main(String[] args) throws Exception {
    Path folder = Files.createDirectories(Path.of(args[0]));
    FakeClock clock = FakeClock.at(Instant.now().minus(Duration.ofHours(23).plusMinutes(4)));
    try (TrackXLocal server =
            TrackXLocal.builder().clock(clock).project("shopdemo001").port(8000).start();
        Chromium chromium = Chromium.start(Chromium.find().orElseThrow());
        Tab tab = chromium.open()) {
      tab.call("Emulation.setScrollbarsHidden", Map.of("hidden", true));
      tab.size(1100, 720)
          .go(server.page())
          .awaitText("#live", "Live")
          .await("document.querySelector('.empty h2')");
      shot(tab, folder.resolve("empty-light.png"));
      SampleShop.fill(server, clock);
      for (String scheme : new String[] {"light", "dark"}) {
        shoot(tab.prefer("prefers-color-scheme", scheme).size(1100, 720), server, folder, scheme);
      }
      tab.prefer("prefers-color-scheme", "light").size(390, 800);
      shoot(tab, server, folder, "narrow");
      server.close();
      tab.await("!document.querySelector('#gone').hidden");
      shot(tab, folder.resolve("gone-narrow.png"));
      shot(tab.size(1100, 720), folder.resolve("gone.png"));
    }
  }

  private static void shoot(Tab tab, TrackXLocal server, Path folder, String kind)
      throws Exception {
    String rows = "document.querySelectorAll('.issues tbody tr').length === ";
    tab.go(server.page() + "#/").await(rows + SampleShop.ISSUES);
    shot(tab, folder.resolve("list-" + kind + ".png"));
    tab.eval("document.getElementById('keys').click()");
    shot(tab, folder.resolve("keys-" + kind + ".png"));
    tab.eval("document.querySelector('#help button').click()");
    tab.go(server.page() + "#/?q=basket").await(rows + 1);
    shot(tab, folder.resolve("filtered-" + kind + ".png"));
    tab.go(server.page() + "#/?q=nothing").await("!document.querySelector('#nothing').hidden");
    shot(tab, folder.resolve("nothing-" + kind + ".png"));
    String first = server.issues().get(0).id();
    tab.go(server.page() + "#/issue/" + first).await("document.querySelector('.frames')");
    shot(tab, folder.resolve("detail-" + kind + ".png"));
    tab.eval("document.querySelector('[data-action=clear]').click()");
    shot(tab, folder.resolve("delete-" + kind + ".png"));
    tab.eval("document.querySelector('dialog').close()");
    shoot(tab, server.page() + "#/issue/" + personal(server), folder, kind);
  }

  private static String personal(TrackXLocal server) {
    return server.issues().stream()
        .filter(issue -> SampleShop.PERSONAL.equals(issue.name()))
        .map(issue -> issue.id() + "/" + issue.stored().lastEvent())
        .findFirst()
        .orElseThrow();
  }

  private static void shoot(Tab tab, String event, Path folder, String kind) throws Exception {
    tab.go(event + "/privacy").await("document.querySelector('.findings')");
    shot(tab, folder.resolve("privacy-" + kind + ".png"));
    tab.go(event + "/json").await("document.querySelector('#json')");
    shot(tab, folder.resolve("json-" + kind + ".png"));
  }

  private static void shot(Tab tab, Path file) throws Exception {
    tab.await("document.getAnimations().length === 0").shoot(file);
  }
}
