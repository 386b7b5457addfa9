package app.trackx.internal.kafka;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The key of a record: a hash of the project and of the text by which errors are grouped, so that equal errors
 * meet in one partition.
 *
 * <p>The text is the stack as the client wrote it, which contains no message; without one, type, name and
 * message. The relay computes the group itself, as the server does, so a key that differs between two versions
 * costs no more than a second partition for the same errors.
 */
public final class PartitionKey {
  private static final int LENGTH = 16;

  private PartitionKey() {}

  /**
   * Returns the key.
   *
   * @param project the project's key
   * @param body the JSON of an event; of another request, anything
   * @return 16 bytes
   */
  public static byte[] of(String project, byte[] body) {
    MessageDigest digest = sha256();
    digest.update(project.getBytes(StandardCharsets.UTF_8));
    if (!add(digest, body, "stack")) {
      add(digest, body, "type");
      add(digest, body, "name");
      add(digest, body, "message");
    }
    byte[] key = new byte[LENGTH];
    System.arraycopy(digest.digest(), 0, key, 0, LENGTH);
    return key;
  }

  /** Adds a member of the outermost object as it is written; returns false if there is none. */
  private static boolean add(MessageDigest digest, byte[] json, String name) {
    int start = value(json, name);
    if (start < 0) {
      return false;
    }
    digest.update((byte) 0);
    digest.update(json, start, end(json, start) - start);
    return true;
  }

  /** Returns where the value of a member of the outermost object begins; negative if it has none. */
  private static int value(byte[] json, String name) {
    byte[] quoted = ('"' + name + '"').getBytes(StandardCharsets.US_ASCII);
    int depth = 0;
    for (int i = 0; i < json.length; i++) {
      byte c = json[i];
      if (c == '"') {
        int end = end(json, i);
        if (depth == 1 && end - i == quoted.length && startsWith(json, i, quoted)) {
          int colon = afterSpace(json, end);
          if (colon < json.length && json[colon] == ':') {
            return afterSpace(json, colon + 1);
          }
        }
        i = end - 1;
      } else if (c == '{' || c == '[') {
        depth++;
      } else if (c == '}' || c == ']') {
        depth--;
      }
    }
    return -1;
  }

  private static boolean startsWith(byte[] json, int from, byte[] prefix) {
    for (int i = 0; i < prefix.length; i++) {
      if (json[from + i] != prefix[i]) {
        return false;
      }
    }
    return true;
  }

  private static int afterSpace(byte[] json, int from) {
    int at = from;
    while (at < json.length && json[at] <= ' ' && json[at] >= 0) {
      at++;
    }
    return at;
  }

  /** Returns the end of the string or number that begins there. */
  private static int end(byte[] json, int start) {
    if (start >= json.length) {
      return json.length;
    }
    boolean string = json[start] == '"';
    for (int i = start + 1; i < json.length; i++) {
      byte c = json[i];
      if (string && c == '\\') {
        i++;
      } else if (string ? c == '"' : c == ',' || c == '}') {
        return string ? i + 1 : i;
      }
    }
    return json.length;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java runtime has it
    }
  }
}
