package dev.espalier.data;

import dev.espalier.feed.Column;
import dev.espalier.feed.Numbers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.zip.Checksum;

/**
 * A column of texts.
 *
 * @param values one text a record
 */
public record Texts(List<String> values) implements Column {
  private static final Set<String> GAPS = Set.of("", "nan", "na", "n/a", "null", "none", "?");

  /** As numbers, where all but empty cells are; those are NaN. Else this column. */
  Column withGaps() {
    float[] numbers = new float[values.size()];
    for (int row = 0; row < numbers.length; row++) {
      String text = values.get(row).strip();
      boolean gap = GAPS.contains(text.toLowerCase(Locale.ROOT));
      if (!gap && !DelimitedFormat.number(text)) {
        return this;
      }
      numbers[row] = gap ? Float.NaN : Float.parseFloat(text);
    }
    return Numbers.floats(numbers, numbers.length);
  }

  @Override
  public int size() {
    return values.size();
  }

  @Override
  public String text(int row) {
    return values.get(row);
  }

  @Override
  public void digest(int row, Checksum sum) {
    sum.update(values.get(row).getBytes(StandardCharsets.UTF_8));
    sum.update(0);
  }
}
