package app.trackx.internal.stack;

/**
 * The names of this library's own classes and methods that are recognized in a stack. They are
 * names because the stack is all that there is, and most of the classes are in other jars.
 *
 * <p>A class or method that is renamed must be renamed here. {@code OwnNamesTest} in each module
 * fails otherwise. The constants are compiled into the classes that use them, so this class is
 * never loaded.
 */
public final class OwnNames {
  /**
   * The beginning of the names of the wrappers that {@code RequestContext.wrap} puts around tasks;
   * {@link Plumbing} leaves them out.
   */
  public static final String WRAPPED_TASK = "app.trackx.RequestContext$Wrapped";

  /** The package of reporting and watched tasks; {@link Plumbing} leaves them out. */
  public static final String TASKS = "app.trackx.internal.tasks.";

  /** The interceptor, in trackx-client-adapters, which calls the handlers of a gRPC server. */
  public static final String GRPC = "app.trackx.grpc.TrackXServerInterceptor";

  /** The package of the servlet filter, for a quick look before the comparisons. */
  static final String SERVLET_PACKAGE = "app.trackx.servlet.";

  /** The filter, in trackx-client-servlet; {@link ContainerFrames} cuts a trace off there. */
  public static final String FILTER = "app.trackx.servlet.TrackXFilter";

  /** The filter's method that calls the application. */
  public static final String FILTER_METHOD = "doFilter";

  /** A task of an asynchronous request, in trackx-client-servlet; another end of the trace. */
  public static final String ASYNC_TASK = "app.trackx.servlet.AsyncTask";

  /** The method of such a task that calls the application. */
  public static final String ASYNC_TASK_METHOD = "run";

  /** The adapters in trackx-client-slf4j, which {@link LoggingFrames} removes from the top. */
  public static final String LOGBACK_APPENDER = "app.trackx.logback.TrackXAppender";

  public static final String LOG4J_APPENDER = "app.trackx.log4j.TrackXAppender";
  public static final String JUL_HANDLER = "app.trackx.jul.TrackXHandler";

  /** What an application or an adapter calls, which {@link LoggingFrames} removes from the top. */
  public static final String ENTRY = "app.trackx.TrackX";

  public static final String CLIENT = "app.trackx.TrackXClient";
  public static final String CAPTURE = "app.trackx.Capture";

  /** What these call to capture an error. */
  public static final String RECORDER = "app.trackx.ErrorRecorder";

  /** What wrapped tasks call. */
  public static final String TASK_REPORTS = "app.trackx.ErrorRecorder$Tasks";

  /** The beginning of all internal packages, among them the one that the adapters share. */
  public static final String INTERNAL = "app.trackx.internal.";

  private OwnNames() {}
}
