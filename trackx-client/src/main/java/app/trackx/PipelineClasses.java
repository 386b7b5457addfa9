package app.trackx;

/**
 * The names of the classes that a delivery needs, so that all can be loaded before the first one is
 * initialized.
 *
 * <p>If the metaspace is full, a class that fails to load can be loaded later. But a static
 * initializer that fails, because a class that it uses cannot be loaded, leaves its own class
 * broken for the lifetime of the JVM. A delivery needs these classes anyway, so loading them here
 * only changes the order. A test keeps the list complete. Scrubber rules are not on it: they are
 * loaded when a text first needs them, and have no static initializer that needs another class.
 */
final class PipelineClasses {
  private static final String[] NAMES = {
    "Backlog",
    "Backlog$Admission",
    "Backlog$Files",
    "Diagnostics",
    "Diagnostics$Counts",
    "EventFactory$Draft",
    "EventFactory",
    "EventPayload",
    "EventProcessor",
    "FoldingQueue",
    "FoldingQueue$Keys",
    "ExitReport",
    "ExitReport$Preparation",
    "SendTimeMeta",
    "PendingEvent",
    "OutboundEvent",
    "Pipeline",
    "Scrubber",
    "Sender",
    "Sender$HttpThreads",
    "SendWorker",
    "ServerHealth",
    "Shutdown",
    "VisitorPings",
    "transport.HtmlPage",
    "transport.Outcome",
    "transport.Outcome$Kind",
    "transport.Transport",
    "transport.TransportRequest",
    "internal.delivery.Held",
    "internal.delivery.KnownKinds",
    "internal.delivery.MemoryReserve$Attempt",
    "internal.delivery.RepeatSchedule",
    "internal.delivery.RunningTime",
    "internal.delivery.SendGate",
    "internal.delivery.TokenBucket",
    "internal.http.BoundedSocket",
    "internal.http.BoundedSocket$Input",
    "internal.http.BoundedSocket$Output",
    "internal.http.Connector",
    "internal.http.Deadline",
    "internal.http.ForeignCalls",
    "internal.http.HttpConnection",
    "internal.http.HttpResponse",
    "internal.http.HttpTransport",
    "internal.http.Proxies",
    "internal.http.Proxies$Selection",
    "internal.http.ProxyRefusedException",
    "internal.http.ResponseReader",
    "internal.http.Target",
    "internal.http.UnansweredException",
    "internal.http.UserAgent",
    "internal.json.JsonValues",
    "internal.json.JsonWriter",
    "internal.json.Text",
    "internal.jvm.Settings",
    "internal.scrub.KeyNames",
    "internal.scrub.Kind",
    "internal.scrub.Labels",
    "internal.scrub.NameKind",
    "internal.scrub.Rule",
    "internal.scrub.SensitiveNames",
    "internal.scrub.Signs",
    "internal.scrub.TextScrubber",
    "internal.scrub.TextScrubber$Step",
    "internal.scrub.UrlRule",
    "internal.scrub.Urls",
    "internal.scrub.Words",
    "internal.session.UtcDay",
    "internal.stack.ClassNames",
    "internal.stack.DuplicateFilter",
    "internal.stack.DuplicateFilter$Seen",
    "internal.stack.EventTitle",
    "internal.stack.Fingerprint",
    "internal.stack.FrameWriter",
    "internal.stack.JdkFrames",
    "internal.stack.Plumbing",
    "internal.stack.Repeats",
    "internal.stack.Segment",
    "internal.stack.StackFormatter",
    "internal.stack.StackLines",
    "internal.stack.StackText",
    "internal.stack.Trace",
    "internal.stack.TraceWriter",
  };

  private PipelineClasses() {}

  /**
   * Loads the classes without initializing them.
   *
   * @throws OutOfMemoryError if there is no memory for one of them; a later call continues from
   *     there
   */
  static void load() {
    ClassLoader loader = PipelineClasses.class.getClassLoader();
    for (String name : names()) {
      try {
        Class.forName(name, false, loader);
      } catch (ClassNotFoundException missing) {
        // reported when the class is used
      }
    }
  }

  /** Returns the fully qualified names; the agent relocates the client to another package. */
  static String[] names() {
    String own = PipelineClasses.class.getName();
    String root = own.substring(0, own.lastIndexOf('.') + 1);
    String[] names = new String[NAMES.length];
    for (int i = 0; i < names.length; i++) {
      names[i] = root + NAMES[i];
    }
    return names;
  }
}
