package dev.espalier.data;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.Checksum;

/** A column of texts. */
record Texts(List<String> values) implements Column {
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
