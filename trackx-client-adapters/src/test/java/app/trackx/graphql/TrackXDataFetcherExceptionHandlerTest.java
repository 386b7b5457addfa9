package app.trackx.graphql;

import static app.trackx.adapters.Arrivals.assertArrives;
import static app.trackx.adapters.Arrivals.assertVanishes;
import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.adapters.Arrivals;
import app.trackx.local.Event;
import graphql.ExecutionResult;
import graphql.GraphQL;
import graphql.schema.DataFetcher;
import graphql.schema.GraphQLSchema;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.SchemaGenerator;
import graphql.schema.idl.SchemaParser;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class TrackXDataFetcherExceptionHandlerTest {
  @Test
  void dataFetcher_vanishes_unlessHandled() throws Exception {
    DataFetcher<String> failing = environment -> {
      throw Arrivals.error();
    };
    assertVanishes(() -> query(failing, false));
    Event event = assertArrives(() -> query(failing, true));

    assertThat(event.name()).isEqualTo("java.lang.IllegalStateException");
    assertThat(event.meta()).containsEntry("graphql", Map.of("field", "Query.order"));
  }

  @Test
  void failedFuture_isNamedByItsCause() throws Exception {
    Event event = assertArrives(
        () -> query(environment -> CompletableFuture.failedFuture(Arrivals.error()), true));

    assertThat(event.message()).isEqualTo("lost");
  }

  @Test
  void result_isNoEvent() throws Exception {
    assertVanishes(() -> {
      ExecutionResult result = execute(environment -> "17", true);
      assertThat(result.getErrors()).isEmpty();
    });
  }

  private static void query(DataFetcher<?> fetcher, boolean handles) {
    ExecutionResult result = execute(fetcher, handles);

    assertThat(result.getErrors()).hasSize(1);
    assertThat(result.getErrors().get(0).getMessage()).contains("lost"); // as without the handler
  }

  private static ExecutionResult execute(DataFetcher<?> fetcher, boolean handles) {
    GraphQLSchema schema = new SchemaGenerator()
        .makeExecutableSchema(
            new SchemaParser().parse("type Query { order: String }"),
            RuntimeWiring.newRuntimeWiring()
                .type("Query", type -> type.dataFetcher("order", fetcher))
                .build());
    GraphQL.Builder builder = GraphQL.newGraphQL(schema);
    if (handles) {
      builder.defaultDataFetcherExceptionHandler(new TrackXDataFetcherExceptionHandler());
    }
    return builder.build().execute("{ order }");
  }
}
