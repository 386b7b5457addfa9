package app.trackx.peers;

import java.util.List;

/** One thing that is measured for every client. */
interface Scenario {
  List<String> CLIENTS = List.of("trackx", "sentry", "bugsnag", "rollbar");

  /** Returns the letter or word by which it is started, which is also the name of its results. */
  String name();

  /** Returns the default number of forks. */
  int forks();

  /** Returns the default clients. */
  default List<String> peers() {
    return CLIENTS;
  }

  /** Returns how long one fork of the client takes on an idle machine, with starts of JVMs. */
  int estimatedSeconds(String peer);

  /** Measures one fork of every client, in turn. */
  void run(Harness harness, List<String> peers, int fork) throws Exception;
}
