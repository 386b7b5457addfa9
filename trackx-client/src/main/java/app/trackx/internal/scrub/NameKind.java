package app.trackx.internal.scrub;

/** What the name of a value reveals about it, and so how the value is told from other text. */
enum NameKind {
  /** Not sensitive. */
  NONE,
  /** A secret that people type, so that it may look like any words. */
  PASSWORD,
  /** A secret that a machine made, or an address; with a name that has no other meaning. */
  SECRET,
  /** The same with a name that has other meanings: {@code token}. The value must look generated. */
  WEAK,
  /** The same for what people type; the value needs letters, and digits or signs: {@code pw}. */
  MIXED,
  /** The same as WEAK, for names that are secret only with such a value: {@code STRIPE_KEY}. */
  ENDING,
  /** A number of a person, a card or an account, with letters and separators in it. */
  NUMBER,
  /** The same with a short name that has other meanings: {@code sin}. Needs more digits. */
  SHORT_NUMBER,
  /** Words that name a person or a place to live. */
  PERSON,
  /** An address of a place, or of anything else. The value needs words and digits. */
  PLACE,
  /** The name of a user's account. Those of well-known services are kept in texts. */
  USER
}
