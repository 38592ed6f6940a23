package dev.espalier.data;

import dev.espalier.boxes.Truth;
import dev.espalier.feed.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.Checksum;

/**
 * A column of labelled boxes, any number a record, in pixels of what the model sees.
 *
 * @param classes names by the boxes' class numbers
 * @param height of what the model sees
 * @param width of what the model sees
 * @param values of each record
 */
record Boxes(List<String> classes, int height, int width, List<List<Truth>> values)
    implements Column {
  /** Its name in tables. */
  static final String NAME = "boxes";

  Boxes {
    classes = List.copyOf(classes);
    values = List.copyOf(values);
  }

  /** All records, by the names of the classes. */
  static Boxes joined(List<Boxes> parts) {
    Boxes first = parts.get(0);
    List<String> names = parts.stream().flatMap(b -> b.classes.stream()).distinct().toList();
    Map<String, Integer> numbers = Annotated.numbered(names);
    List<List<Truth>> all = new ArrayList<>();
    for (Boxes part : parts) {
      int[] own = part.classes.stream().mapToInt(c -> numbers.getOrDefault(c, -1)).toArray();
      for (List<Truth> record : part.values) {
        all.add(record.stream().map(t -> t.of(own[t.box().category()])).toList());
      }
    }
    return new Boxes(names, first.height, first.width, all);
  }

  /** The most that a record has. */
  int most() {
    return values.stream().mapToInt(List::size).max().orElse(0);
  }

  @Override
  public int size() {
    return values.size();
  }

  @Override
  public String text(int row) {
    int many = values.get(row).size();
    return many + (many == 1 ? " box" : " boxes");
  }

  @Override
  public void digest(int row, Checksum sum) {
    for (float number : Truth.row(values.get(row), values.get(row).size())) {
      int bits = Float.floatToIntBits(number);
      for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
        sum.update(bits >> shift);
      }
    }
  }
}
