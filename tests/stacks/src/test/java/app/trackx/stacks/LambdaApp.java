package app.trackx.stacks;

import app.trackx.TrackX;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.time.Duration;

public final class LambdaApp implements RequestHandler<String, String> {
  static {
    TrackX.setup(); // TRACKX_ENDPOINT
  }

  @Override
  public String handleRequest(String order, Context context) {
    try {
      return Shop.order(order);
    } catch (RuntimeException error) {
      TrackX.sendEvent(error);
      throw error;
    } finally {
      TrackX.flush(Duration.ofSeconds(3)); // the process is frozen when this method returns
    }
  }
}
