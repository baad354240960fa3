package io.quacklake.format.internal.bind;

import io.quacklake.format.predicate.Predicate.CaseRule;

/** SQL's LIKE without an escape character, over code points. */
public final class LikePattern {
  private LikePattern() {}

  /** Whether the whole text matches. */
  public static boolean matches(String pattern, CaseRule caseRule, String text) {
    int[] wanted = codePoints(pattern, caseRule);
    int[] actual = codePoints(text, caseRule);
    int p = 0;
    int t = 0;
    int afterStar =
        -1; // where to go on in the pattern after giving one more character to the last %
    int starAt = 0;
    while (t < actual.length) {
      if (p < wanted.length && wanted[p] == '%') {
        afterStar = ++p;
        starAt = t;
      } else if (p < wanted.length && (wanted[p] == '_' || wanted[p] == actual[t])) {
        p++;
        t++;
      } else if (afterStar >= 0) {
        p = afterStar;
        t = ++starAt;
      } else {
        return false;
      }
    }
    while (p < wanted.length && wanted[p] == '%') {
      p++;
    }
    return p == wanted.length;
  }

  /** The text that everything begins with that matches. */
  public static String prefix(String pattern) {
    int end = 0;
    while (end < pattern.length() && pattern.charAt(end) != '%' && pattern.charAt(end) != '_') {
      end++;
    }
    return pattern.substring(0, end);
  }

  private static int[] codePoints(String text, CaseRule caseRule) {
    return caseRule == CaseRule.SENSITIVE
        ? text.codePoints().toArray()
        : text.codePoints().map(Character::toLowerCase).toArray();
  }
}
