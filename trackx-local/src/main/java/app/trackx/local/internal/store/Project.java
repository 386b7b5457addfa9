package app.trackx.local.internal.store;

import java.security.SecureRandom;
import java.util.List;

/** A project: its key and its allowed origins. An empty list allows any origin. */
public final class Project {
  static final int KEY_LENGTH = 11;
  private static final String KEY_ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz";

  private final String key;
  private final List<String> origins;

  public Project(String key, List<String> origins) {
    this.key = key;
    this.origins = List.copyOf(origins);
  }

  public static Project withRandomKey() {
    SecureRandom random = new SecureRandom();
    StringBuilder key = new StringBuilder(KEY_LENGTH);
    for (int i = 0; i < KEY_LENGTH; i++) {
      key.append(KEY_ALPHABET.charAt(random.nextInt(KEY_ALPHABET.length())));
    }
    return new Project(key.toString(), List.of());
  }

  public static boolean isKey(String text) {
    return text.length() == KEY_LENGTH && text.chars().allMatch(c -> KEY_ALPHABET.indexOf(c) >= 0);
  }

  public String key() {
    return key;
  }

  public boolean allows(String origin) {
    return origins.isEmpty() || origins.contains("*") || origins.contains(origin);
  }
}
