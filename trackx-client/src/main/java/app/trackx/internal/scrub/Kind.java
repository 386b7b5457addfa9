package app.trackx.internal.scrub;

/** What the standard rules redact, and what they write in its place. */
public enum Kind {
  /** Addresses such as {@code bob@example.com}. */
  EMAIL("email"),
  /** User and password in a URL. */
  CREDENTIALS("credentials"),
  /** What follows the question mark of a URL. */
  QUERY("query"),
  /** What follows the hash mark of a URL. */
  FRAGMENT("fragment"),
  /** The value that belongs to a sensitive key name. */
  SECRET("secret"),
  /** What follows {@code Bearer} or {@code Basic}. */
  TOKEN("token"),
  /** A JSON web token. */
  JWT("jwt"),
  /** A private key in PEM form. */
  PRIVATE_KEY("private key"),
  /** A key of a well-known service, told by its prefix. */
  KEY("key"),
  /** A payment card's number. */
  CARD("card"),
  /** An international bank account number. */
  IBAN("iban"),
  /** A phone number in international form. */
  PHONE("phone"),
  /** An IPv4 or IPv6 address. */
  IP("ip"),
  /** A hardware address. */
  MAC("mac"),
  /** A value in a message of a database driver, or a literal in an SQL statement. */
  VALUE("value"),
  /** A user's home directory. */
  HOME("home");

  private final String label;

  Kind(String label) {
    this.label = label;
  }

  /** The word between the brackets. */
  public String label() {
    return label;
  }
}
