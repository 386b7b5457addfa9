package app.trackx.stacks;

import app.trackx.TrackX;
import picocli.CommandLine;
import picocli.CommandLine.Command;

@Command(name = "import")
final class PicocliApp implements Runnable {
  public static void main(String[] args) {
    TrackX.setup(); // TRACKX_ENDPOINT
    System.exit(new CommandLine(new PicocliApp())
        .setExecutionExceptionHandler((error, command, parsed) -> {
          TrackX.sendEvent(error);
          throw error; // picocli prints it and returns the exit code
        })
        .execute(args));
  }

  @Override
  public void run() {
    System.out.println(Shop.order("17"));
  }
}
