package app.trackx.local.internal.store;

import java.util.List;

/**
 * A persistent record of the store's changes, so that its data survives a restart. Methods are called while the store's
 * lock is held, do not throw, and take a fraction of a millisecond.
 */
interface Journal {
  /** A journal that records nothing. */
  Journal NONE = new Journal() {
    @Override
    public void event(StoredEvent event, StoredIssue issue, long oldestEvent, long oldestIssue) {}

    @Override
    public void status(StoredIssue issue) {}

    @Override
    public void removed(StoredIssue issue, List<Long> events) {}

    @Override
    public void session(String key, StoredSession session) {}

    @Override
    public void clear() {}

    @Override
    public void close() {}
  };

  /**
   * Records a new event and its updated issue.
   *
   * @param oldestEvent the serial number of the oldest event in the store
   * @param oldestIssue the serial number of the latest event of the issue in the store that was seen longest ago
   */
  void event(StoredEvent event, StoredIssue issue, long oldestEvent, long oldestIssue);

  /** Records a known issue whose status has changed. */
  void status(StoredIssue issue);

  /**
   * Records the removal of an issue.
   *
   * @param events the serial numbers of its events in the store
   */
  void removed(StoredIssue issue, List<Long> events);

  /** Records a session that is new or was marked with an error. */
  void session(String key, StoredSession session);

  void clear();

  void close();
}
