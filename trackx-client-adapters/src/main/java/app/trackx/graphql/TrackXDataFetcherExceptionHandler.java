package app.trackx.graphql;

import app.trackx.EventType;
import app.trackx.TrackX;
import graphql.execution.DataFetcherExceptionHandler;
import graphql.execution.DataFetcherExceptionHandlerParameters;
import graphql.execution.DataFetcherExceptionHandlerResult;
import graphql.execution.SimpleDataFetcherExceptionHandler;
import graphql.schema.GraphQLObjectType;
import java.util.Collections;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/**
 * Reports what data fetchers of graphql-java throw. The client of the API gets an error in the response; without
 * this handler, nobody else learns of it.
 *
 * <pre>{@code
 * GraphQL.newGraphQL(schema)
 *     .defaultDataFetcherExceptionHandler(new TrackXDataFetcherExceptionHandler())
 * }</pre>
 *
 * <p>Reports go to the client of {@link TrackX#setup(String)}, with type and field as
 * {@code meta.graphql.field}; never arguments, variables or the query. Thread-safe.
 */
public final class TrackXDataFetcherExceptionHandler implements DataFetcherExceptionHandler {
  private final DataFetcherExceptionHandler next;

  /** Creates a handler in front of graphql-java's own. */
  public TrackXDataFetcherExceptionHandler() {
    this(new SimpleDataFetcherExceptionHandler());
  }

  /**
   * Creates a handler.
   *
   * @param next makes the error of the response
   */
  public TrackXDataFetcherExceptionHandler(DataFetcherExceptionHandler next) {
    this.next = Objects.requireNonNull(next, "next");
  }

  @Override
  public CompletableFuture<DataFetcherExceptionHandlerResult> handleException(
      DataFetcherExceptionHandlerParameters parameters) {
    TrackX.client()
        .capture(EventType.UNHANDLED_ERROR)
        .reason(parameters.getException())
        .meta("graphql", Collections.singletonMap("field", field(parameters)))
        .send();
    return next.handleException(parameters);
  }

  private static String field(DataFetcherExceptionHandlerParameters parameters) {
    try {
      GraphQLObjectType type =
          parameters.getDataFetchingEnvironment().getExecutionStepInfo().getObjectType();
      String field = parameters.getFieldDefinition().getName();
      return type == null ? field : type.getName() + "." + field;
    } catch (RuntimeException unknown) {
      return "unknown";
    }
  }
}
