package app.trackx.spring;

import app.trackx.RequestContext;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.MessageHandler;
import org.springframework.messaging.simp.SimpMessageHeaderAccessor;
import org.springframework.messaging.simp.SimpMessageMappingInfo;
import org.springframework.messaging.simp.annotation.support.SimpAnnotationMethodMessageHandler;
import org.springframework.messaging.support.ExecutorChannelInterceptor;

/** The request of a message while a handler works on it, on the thread of the channel's executor. */
final class StompErrors implements ExecutorChannelInterceptor {
  private static final ThreadLocal<@Nullable Current> CURRENT = new ThreadLocal<>();

  private final ClientAccess client;

  StompErrors(ClientAccess client) {
    this.client = client;
  }

  @Override
  public Message<?> beforeHandle(
      Message<?> message, MessageChannel channel, MessageHandler handler) {
    if (handler instanceof SimpAnnotationMethodMessageHandler methods) {
      CURRENT.set(new Current(message, methods));
    }
    return message;
  }

  @Override
  public void afterMessageHandled(
      Message<?> message,
      MessageChannel channel,
      MessageHandler handler,
      @Nullable Exception error) {
    Current current = CURRENT.get();
    if (current != null) {
      CURRENT.remove();
      if (error != null) {
        client.uncaught(error, null);
      }
      current.close();
    }
  }

  /** The source of the context: the mapping is looked for only if there is an event. */
  private static final class Current implements RequestContext.Source {
    private final Message<?> message;
    private final SimpAnnotationMethodMessageHandler methods;
    private final RequestContext bare = new RequestContext().withMethod("MESSAGE");
    private final @Nullable Supplier<@Nullable RequestContext> previous;
    private @Nullable RequestContext context; // of the one thread

    Current(Message<?> message, SimpAnnotationMethodMessageHandler methods) {
      this.message = message;
      this.methods = methods;
      this.previous = RequestContext.set(this);
    }

    @Override
    public RequestContext get() {
      RequestContext known = context;
      if (known == null) {
        String mapping = mapping();
        known = mapping == null ? bare : bare.withRoute(mapping);
        context = known;
      }
      return known;
    }

    @Override
    public RequestContext request() {
      return bare;
    }

    void close() {
      RequestContext.set(previous);
      bare.end(0);
    }

    /** Returns the pattern of the destination, never the destination itself: it may name a person. */
    private @Nullable String mapping() {
      String destination = SimpMessageHeaderAccessor.getDestination(message.getHeaders());
      if (destination == null) {
        return null;
      }
      for (String prefix : methods.getDestinationPrefixes()) {
        // a prefix ends with the slash with which patterns begin, if destinations have slashes
        int slash = prefix.endsWith("/") ? 1 : 0;
        int end = prefix.length() - slash;
        String pattern =
            destination.startsWith(prefix) ? pattern(destination.substring(end)) : null;
        if (pattern != null) {
          return prefix.substring(0, end) + pattern;
        }
      }
      return null;
    }

    private @Nullable String pattern(String path) {
      for (SimpMessageMappingInfo mapping : methods.getHandlerMethods().keySet()) {
        for (String pattern : mapping.getDestinationConditions().getPatterns()) {
          if (methods.getPathMatcher().match(pattern, path)) {
            return pattern;
          }
        }
      }
      return null;
    }
  }
}
