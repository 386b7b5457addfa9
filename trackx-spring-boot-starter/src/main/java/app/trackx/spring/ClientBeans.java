package app.trackx.spring;

import app.trackx.OnErrorHandler;
import app.trackx.Scrubber;
import app.trackx.TrackXClient;
import app.trackx.transport.Transport;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;

/** The beans of an application that change its client. */
record ClientBeans(
    @Nullable Scrubber scrubber,
    List<OnErrorHandler> handlers,
    @Nullable Transport transport,
    List<TrackXCustomizer> customizers) {

  private static final Class<?>[] TYPES = {
    Scrubber.class, OnErrorHandler.class, Transport.class, TrackXCustomizer.class
  };

  /** Creates the beans, which may throw what their creation throws. */
  static ClientBeans of(ListableBeanFactory factory) {
    return new ClientBeans(
        factory.getBeanProvider(Scrubber.class).getIfAvailable(),
        handlers(factory),
        factory.getBeanProvider(Transport.class).getIfAvailable(),
        factory.getBeanProvider(TrackXCustomizer.class).orderedStream().toList());
  }

  private static List<OnErrorHandler> handlers(ListableBeanFactory factory) {
    List<OnErrorHandler> handlers = new ArrayList<>();
    factory
        .getBeanProvider(EventRule.class)
        .orderedStream()
        .forEach(rule -> handlers.add(rule::apply));
    factory.getBeanProvider(OnErrorHandler.class).orderedStream().forEach(handlers::add);
    return handlers;
  }

  /** Returns whether an application defines such beans, or its own client, without creating them. */
  static boolean areDefined(ListableBeanFactory factory) {
    for (Class<?> type : TYPES) {
      if (factory.getBeanNamesForType(type, true, false).length > 0) {
        return true;
      }
    }
    for (String name : factory.getBeanNamesForType(TrackXClient.class, true, false)) {
      if (!name.equals(TrackXAutoConfiguration.CLIENT)) {
        return true;
      }
    }
    return false;
  }

  boolean isEmpty() {
    return scrubber == null && handlers.isEmpty() && transport == null && customizers.isEmpty();
  }

  void applyTo(TrackXClient.Builder builder) {
    if (scrubber != null) {
      builder.scrubber(scrubber);
    }
    if (!handlers.isEmpty()) {
      builder.onError(handlers.size() == 1 ? handlers.get(0) : new OnErrorChain(handlers));
    }
    if (transport != null) {
      builder.transport(transport);
    }
    for (TrackXCustomizer customizer : customizers) {
      customizer.customize(builder);
    }
  }
}
