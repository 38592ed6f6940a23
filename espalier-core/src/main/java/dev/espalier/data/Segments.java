package dev.espalier.data;

import dev.espalier.feed.Column;
import dev.espalier.feed.Numbers;
import java.util.List;
import java.util.zip.Checksum;

/**
 * A column of pieces of texts that are tokens already.
 *
 * @param texts what each says
 * @param ids of each, at most {@code length}
 * @param length that all are filled up to with zeros
 */
record Segments(List<String> texts, List<int[]> ids, int length) implements Column {
  Segments {
    texts = List.copyOf(texts);
    ids = List.copyOf(ids);
  }

  /** INT32 {@code [length]} a piece. */
  Numbers numbers(TokenPart part) {
    int[] all = new int[Math.multiplyExact(size(), length)];
    for (int row = 0; row < size(); row++) {
      int[] own = ids.get(row);
      for (int i = 0; i < length; i++) {
        all[row * length + i] =
            switch (part) {
              case IDS -> i < own.length ? own[i] : 0;
              case MASK -> i < own.length ? 1 : 0;
              case TYPES -> 0;
              case POSITIONS -> i;
            };
      }
    }
    return Numbers.ints(all, size(), length);
  }

  @Override
  public int size() {
    return texts.size();
  }

  @Override
  public String text(int row) {
    return texts.get(row);
  }

  @Override
  public void digest(int row, Checksum sum) {
    for (int id : ids.get(row)) {
      for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
        sum.update(id >> shift);
      }
    }
  }
}
