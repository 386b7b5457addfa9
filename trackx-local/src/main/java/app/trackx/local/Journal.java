package app.trackx.local;

/**
 * Writes down what the store keeps, as it comes, so that it outlives the program. Its methods are
 * called under the store's lock, do not throw, and cost a fraction of a millisecond.
 */
interface Journal {
  /** Writes nothing down. */
  Journal NONE = new Journal() {
    @Override
    public void event(Event event, Issue issue, long oldestEvent, long oldestIssue) {}

    @Override
    public void session(String key, Session session) {}

    @Override
    public void clear() {}

    @Override
    public void close() {}
  };

  /**
   * Records a new event and what it has made of its issue.
   *
   * @param oldestEvent the serial number of the oldest event that is still kept
   * @param oldestIssue the latest event of the issue that is still kept and was seen longest ago
   */
  void event(Event event, Issue issue, long oldestEvent, long oldestIssue);

  /** A session that is new, or that is one with an error now. */
  void session(String key, Session session);

  void clear();

  void close();
}
