package app.trackx.spring;

import app.trackx.TrackXClient;
import app.trackx.VisitorPseudonym;
import app.trackx.servlet.HttpContext;
import app.trackx.servlet.TrackXFilter;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import java.util.EnumSet;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;

/**
 * The servlet filter: failures of requests with their route, and sessions. First in the chain and for
 * all dispatches, since a failure may occur in any of them. Unless {@code trackx.servlet.enabled} is
 * false, or the application registers a {@link TrackXFilter} itself.
 */
@AutoConfiguration(after = TrackXAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass({Filter.class, FilterRegistrationBean.class, TrackXFilter.class})
@ConditionalOnBean(TrackXClient.class)
@ConditionalOnBooleanProperty(name = "trackx.servlet.enabled", matchIfMissing = true)
public final class TrackXServletAutoConfiguration {

  TrackXServletAutoConfiguration() {}

  @Bean
  @ConditionalOnMissingBean(
      value = TrackXFilter.class,
      parameterizedContainer = FilterRegistrationBean.class)
  FilterRegistrationBean<TrackXFilter> trackxFilter(
      TrackXClient client,
      ClientOptions options,
      ObjectProvider<HttpContext> context,
      ObjectProvider<VisitorPseudonym> visitors) {
    TrackXFilter.Builder filter = filter(options)
        .client(client)
        .endpoint(options.endpoint()) // for reports that browsers send
        .httpContext(context.getIfAvailable())
        .visitors(visitors.getIfAvailable(options::visitors));
    options.logWarnings();
    FilterRegistrationBean<TrackXFilter> registration =
        new FilterRegistrationBean<>(filter.build());
    registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
    registration.setDispatcherTypes(EnumSet.allOf(DispatcherType.class));
    registration.setAsyncSupported(true);
    registration.setEnabled(
        client.isEnabled()); // known at run time alone if processed ahead of time
    return registration;
  }

  private static TrackXFilter.Builder filter(ClientOptions options) {
    TrackXProperties.Web web = options.properties().web();
    TrackXFilter.Builder filter = TrackXFilter.builder()
        .sessions(web.sessions())
        .ignore(names(web.ignore()))
        .keep(names(web.keep()))
        .browserReports(web.browserReports())
        .cspReportOnly(web.cspReportOnly());
    if (web.noSessionFor() != null) {
      filter.noSessionFor(names(web.noSessionFor()));
    }
    if (web.clientAborts() != null) {
      filter.clientAborts(names(web.clientAborts()));
    }
    return filter;
  }

  private static String[] names(List<String> list) {
    return list.toArray(new String[0]);
  }
}
