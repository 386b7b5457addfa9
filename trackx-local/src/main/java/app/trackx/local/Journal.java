package app.trackx.local;

/**
 * Writes down what the store keeps, as it comes, so that it outlives the program. Its methods are
 * called under the store's lock, do not throw, and cost a fraction of a millisecond.
 */
interface Journal {
  /** Writes nothing down. */
  Journal NONE = new Journal() {
    @Override
    public void event(Event event, Issue issue, long oldestKept) {}

    @Override
    public void session(String key, Session session) {}

    @Override
    public void clear() {}

    @Override
    public void close() {}
  };

  /** A new event, what it has made of its issue, and the oldest event that is still kept. */
  void event(Event event, Issue issue, long oldestKept);

  /** A session that is new, or that is one with an error now. */
  void session(String key, Session session);

  void clear();

  void close();
}
