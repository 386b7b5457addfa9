package app.trackx.internal.scrub;

/** The kinds of data that the standard rules redact, with their placeholders. */
public enum Kind {
  /** An address such as {@code bob@example.com}. */
  EMAIL("email"),
  /** User and password in a URL. */
  CREDENTIALS("credentials"),
  /** The part of a URL after the question mark. */
  QUERY("query"),
  /** The part of a URL after the hash mark. */
  FRAGMENT("fragment"),
  /** The value of a sensitive key. */
  SECRET("secret"),
  /** The credentials after {@code Bearer} or {@code Basic}. */
  TOKEN("token"),
  /** A JSON web token. */
  JWT("jwt"),
  /** A private key in PEM form. */
  PRIVATE_KEY("private key"),
  /** A key of a well-known service, recognized by its prefix. */
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

  /** Returns the word between the brackets. */
  public String label() {
    return label;
  }
}
