package dev.espalier.verdict;

import dev.espalier.record.Verdict.Grade;
import java.util.List;

/**
 * One thing about a result that is not as it should be.
 *
 * @param grade how bad it is
 * @param word in front of it where it comes first
 * @param first whether it is said even before what was reached or not
 * @param sentence what it is
 * @param advice what to try
 */
record Finding(Grade grade, String word, boolean first, String sentence, List<String> advice) {
  /** Reached, but. */
  static Finding but(String sentence, List<String> advice) {
    return new Finding(Grade.AMBER, "reached, but", false, sentence, advice);
  }
}
