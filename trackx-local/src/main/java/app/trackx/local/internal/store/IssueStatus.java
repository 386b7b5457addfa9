package app.trackx.local.internal.store;

/** The status that a person gives an issue on the page. The names are part of the database's format and of the page's API. */
public enum IssueStatus {
  OPEN,

  /** Considered fixed. The next event reopens the issue. */
  RESOLVED,

  /** Not to be listed. Events are counted, but do not reopen the issue. */
  IGNORED
}
