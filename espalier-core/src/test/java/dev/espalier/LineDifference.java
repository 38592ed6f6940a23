package dev.espalier;

import java.util.List;
import java.util.StringJoiner;

/**
 * How one text became another, line by line: {@code -} only in the first, {@code +} only in the
 * second, and a few lines round each change.
 */
final class LineDifference {
  private static final int ROUND = 1;

  private final List<String> wanted;
  private final List<String> given;

  /** Entry (i, j) is how many lines what follows line i of one and line j of the other share. */
  private final int[][] shared;

  private LineDifference(List<String> wanted, List<String> given) {
    this.wanted = wanted;
    this.given = given;
    this.shared = new int[wanted.size() + 1][given.size() + 1];
    for (int i = wanted.size() - 1; i >= 0; i--) {
      for (int j = given.size() - 1; j >= 0; j--) {
        shared[i][j] =
            wanted.get(i).equals(given.get(j))
                ? shared[i + 1][j + 1] + 1
                : Math.max(shared[i + 1][j], shared[i][j + 1]);
      }
    }
  }

  /** Empty where the texts are equal. Cost: the product of their numbers of lines. */
  static String of(String wanted, String given) {
    return wanted.equals(given)
        ? ""
        : new LineDifference(wanted.lines().toList(), given.lines().toList()).text();
  }

  private String text() {
    StringJoiner text = new StringJoiner("\n");
    int i = 0;
    int j = 0;
    while (i < wanted.size() || j < given.size()) {
      if (i < wanted.size() && j < given.size() && wanted.get(i).equals(given.get(j))) {
        if (near(i, j)) {
          text.add("  " + wanted.get(i));
        }
        i++;
        j++;
      } else if (j == given.size() || (i < wanted.size() && shared[i + 1][j] >= shared[i][j + 1])) {
        text.add("- " + wanted.get(i++));
      } else {
        text.add("+ " + given.get(j++));
      }
    }
    return text.toString();
  }

  /** Whether some line close to this equal one is not. */
  private boolean near(int i, int j) {
    for (int step = -ROUND; step <= ROUND; step++) {
      boolean same = line(wanted, i + step).equals(line(given, j + step));
      if (!same) {
        return true;
      }
    }
    return false;
  }

  private static String line(List<String> lines, int i) {
    return i < 0 || i >= lines.size() ? "" : lines.get(i);
  }
}
