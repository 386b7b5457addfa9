package app.trackx.internal.scrub;

import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.StringTokenizer;

/** Sets of words, given as one text. */
final class Words {
  private Words() {}

  static Set<String> of(String words) {
    Set<String> set = new HashSet<>();
    for (StringTokenizer left = new StringTokenizer(words); left.hasMoreTokens(); ) {
      set.add(left.nextToken());
    }
    return Collections.unmodifiableSet(set);
  }
}
