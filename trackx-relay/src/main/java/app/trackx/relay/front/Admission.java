package app.trackx.relay.front;

import app.trackx.internal.session.Hmac;
import app.trackx.internal.session.UtcDay;
import app.trackx.internal.session.VisitorToken;
import app.trackx.relay.fold.SessionAgent;
import app.trackx.relay.intake.DailySecret;
import app.trackx.relay.intake.Received;
import app.trackx.relay.intake.RequestKind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks requests as the server would, in the order of its source, and makes of a valid one what the relay keeps. The sender's
 * address ends here: it becomes a token. Stateless but for the day's key; thread-safe.
 */
final class Admission {
  private static final byte[] NOTHING = {};
  private static final int MAX_USER_AGENT = 500;
  private static final int MAX_URI = 1000;

  private final DailySecret secret;
  private final Set<String> projects;
  private final boolean trustProxy;

  Admission(DailySecret secret, Set<String> projects, boolean trustProxy) {
    this.secret = secret;
    this.projects = Set.copyOf(projects);
    this.trustProxy = trustProxy;
  }

  /**
   * Returns what to keep of a request.
   *
   * @param body null if there is none, or it is ignored
   * @return one element; of reports any number, perhaps none
   * @throws HttpError if the server would reject it
   */
  List<Received> admit(Call call, byte @Nullable [] body, long now) throws HttpError {
    return switch (call.kind) {
      case EVENT -> List.of(event(call, body, now));
      case PING -> List.of(ping(call, body, now));
      case REPORT -> reports(call, body, now);
    };
  }

  private Received event(Call call, byte @Nullable [] body, long now) throws HttpError {
    Object parsed = EventRules.parse(body);
    checkOrigin(call);
    checkKey(call);
    checkParameters(call);
    Map<String, @Nullable Object> event = EventRules.check(parsed);
    String address = address(call);
    String agent = agent(call);
    String referer = call.header("Referer");
    checkPage(call, event, referer);
    checkProject(call);
    byte[] kept = body == null ? NOTHING : body;
    return received(call, call.header("Origin"), address, agent, "", referer, kept, now);
  }

  private Received ping(Call call, byte @Nullable [] body, long now) throws HttpError {
    EventRules.parse(body);
    checkOrigin(call);
    checkKey(call);
    String address = address(call);
    String agent = agent(call);
    checkParameters(call);
    checkProject(call);
    return received(call, call.header("Origin"), address, agent, "", "", NOTHING, now);
  }

  /** Browsers send lists of reports without an Origin header; the URL of the first report then stands for it. */
  private List<Received> reports(Call call, byte @Nullable [] body, long now) throws HttpError {
    String type = call.header("Content-Type");
    boolean isList = type.equals(ReportRules.LIST) && ReportRules.beginsList(body);
    if (!isList) {
      checkOrigin(call);
    }
    checkKey(call);
    String address = address(call);
    String agent = agent(call);
    String mediaType = ReportRules.mediaType(type);
    Object parsed = ReportRules.parse(body);
    String origin = call.header("Origin");
    if (origin.isEmpty()) {
      origin = ReportOrigin.ofFirst(parsed);
    }
    List<byte[]> bodies = ReportRules.split(parsed, mediaType);
    checkProject(call);
    List<Received> reports = new ArrayList<>();
    for (byte[] one : bodies) {
      reports.add(received(call, origin, address, agent, mediaType, "", one, now));
    }
    return reports;
  }

  private Received received(
      Call call,
      String origin,
      String address,
      String agent,
      String contentType,
      String referer,
      byte[] body,
      long now) {
    String source = address + '\n' + SessionAgent.withoutToken(agent) + '\n' + origin;
    byte[] code = Hmac.sha256(secret.of(UtcDay.of(now)), source.getBytes(StandardCharsets.UTF_8));
    return new Received(
        call.kind,
        call.key,
        origin,
        agent,
        VisitorToken.of(code),
        contentType,
        call.kind == RequestKind.EVENT ? referer : "",
        now,
        body);
  }

  private static void checkOrigin(Call call) throws HttpError {
    if (call.header("Origin").isEmpty()) {
      throw new HttpError(403, "Invalid origin");
    }
  }

  private static void checkKey(Call call) throws HttpError {
    if (!call.hasValidKey()) {
      throw new HttpError(403, "Invalid key");
    }
  }

  private void checkProject(Call call) throws HttpError {
    if (!projects.isEmpty() && !projects.contains(call.key)) {
      throw new HttpError(403, "Invalid key");
    }
  }

  private static void checkParameters(Call call) throws HttpError {
    if (call.hasParameters()) {
      throw new HttpError(400, "Unexpected param");
    }
  }

  private String address(Call call) throws HttpError {
    String address = call.address(trustProxy);
    if (!IpAddress.isValid(address)) {
      throw new HttpError(400, "Invalid IP");
    }
    return address;
  }

  private static String agent(Call call) throws HttpError {
    String agent = call.header("User-Agent");
    if (agent.isEmpty()
        || agent.length() > MAX_USER_AGENT
        || !agent.chars().allMatch(c -> c >= ' ' && c <= '~')) {
      throw new HttpError(400, "Invalid user agent");
    }
    return agent;
  }

  private static void checkPage(Call call, Map<String, @Nullable Object> event, String referer)
      throws HttpError {
    String page = referer.isEmpty() ? call.header("Origin") : referer;
    if (event.get("uri") instanceof String uri && !uri.isEmpty()) {
      page = uri;
    }
    if (page.length() > MAX_URI) {
      throw new HttpError(400, "Invalid uri, referer, or origin");
    }
  }
}
