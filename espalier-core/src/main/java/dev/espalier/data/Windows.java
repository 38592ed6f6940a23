package dev.espalier.data;

import dev.espalier.feed.Geometry;
import dev.espalier.feed.Numbers;
import dev.espalier.files.DataException;
import dev.espalier.model.ValueInfo;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Records cut out of series: {@code length} rows that feed the model, and the labels of the {@code
 * horizon} rows after them. A record is numbered by its first row and lies whole within one split,
 * so that nothing of what is judged on was learned from. Windows overlap without being copied.
 */
final class Windows {
  private final Window window;

  Windows(Window window) {
    this.window = window;
  }

  /** Rows that a record takes. */
  private int span() {
    return window.length() + window.horizon();
  }

  /**
   * The first rows of the records of each split, wherever its rows follow one another; the rows
   * themselves without windows.
   */
  Map<String, Splitter.Choice> starts(Map<String, Splitter.Choice> choices, String source) {
    if (window.none()) {
      return choices;
    }
    Map<String, Splitter.Choice> starts = new LinkedHashMap<>();
    choices.forEach(
        (split, choice) -> {
          int[] first = starts(choice.rows(), window.strideIn(split));
          if (first.length == 0) {
            throw new DataException(
                source
                    + ": the split "
                    + split
                    + " has "
                    + choice.rows().length
                    + " rows, but nowhere "
                    + span()
                    + " consecutive ones, which a window needs (length "
                    + window.length()
                    + ", horizon "
                    + window.horizon()
                    + "); give it a longer range of rows, or a shorter `window:`");
          }
          starts.put(split, new Splitter.Choice(choice.table(), first));
        });
    return starts;
  }

  private int[] starts(int[] rows, int stride) {
    IntStream.Builder starts = IntStream.builder();
    int begin = 0;
    for (int i = 0; i < rows.length; i++) {
      begin = i > 0 && rows[i] != rows[i - 1] + 1 ? i : begin;
      int start = i - span() + 1;
      if (start >= begin && (start - begin) % stride == 0) {
        starts.add(rows[start]);
      }
    }
    return starts.build().toArray();
  }

  /** What feeds the model in each record, {@code [length, columns]}. */
  Numbers past(Numbers rows) {
    return window.none() ? rows : rows.windows(0, window.length(), span());
  }

  /** The labels of each record, those of a row side by side; null without labels. */
  @Nullable Numbers ahead(@Nullable Numbers labels) {
    if (window.none() || labels == null) {
      return labels;
    }
    return window.horizon() > 0
        ? labels.windows(window.length(), window.horizon(), span())
        : labels.later(window.length() - 1);
  }

  /** How the records of an input lie in it; null without windows. */
  @Nullable Geometry geometry(Numbers past, @Nullable ValueInfo input, String place) {
    return window.none()
        ? null
        : Geometry.series(window.length(), past.length() / window.length(), input, place);
  }

  /** What else identifies the records of a split. */
  String words() {
    return window.none()
        ? ""
        : "window " + window.length() + " " + window.horizon() + " " + window.stride() + "\n";
  }
}
