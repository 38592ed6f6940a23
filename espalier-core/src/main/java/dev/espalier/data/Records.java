package dev.espalier.data;

import dev.espalier.data.DataFeeding.Augment;
import dev.espalier.feed.Column;
import dev.espalier.feed.Feed;
import dev.espalier.feed.Feed.Shift;
import dev.espalier.feed.Numbers;
import dev.espalier.model.DType;
import dev.espalier.model.Tensor;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The records of one split, fed to the model's inputs. */
final class Records implements Dataset {
  private final Stored from;
  private final int[] rows;
  private final Augment augment;
  private final By by;

  /**
   * What figures are split by.
   *
   * @param name of the column; empty for none
   * @param column its values; null for none
   */
  record By(String name, @Nullable Column column) {
    static final By NONE = new By("", null);
  }

  /**
   * What a table gives.
   *
   * @param feeds one for each input
   * @param labels INT32 class numbers or FLOAT targets of all records, or classes of pixels; null
   *     without labels
   * @param pixels whether labels are of pixels, which move with the image
   * @param texts that are fed as tokens
   * @param joined names of the columns that an input is joined of, by input
   */
  record Stored(
      List<Feed> feeds,
      @Nullable Numbers labels,
      boolean pixels,
      List<Column> texts,
      Map<String, List<String>> joined) {}

  /**
   * @param from all records of the table
   * @param rows which records belong to the split
   * @param by what figures are split by
   * @param augment how training images are changed at random
   */
  Records(Stored from, int[] rows, By by, Augment augment) {
    this.from = from;
    this.rows = rows;
    this.by = by;
    this.augment = augment;
  }

  @Override
  public int size() {
    return rows.length;
  }

  @Override
  public List<String> columns(String input) {
    return from.joined.getOrDefault(input, List.of());
  }

  @Override
  public String by() {
    return by.name();
  }

  @Override
  public String domain(int row) {
    return by.column() == null ? "" : by.column().text(rows[row]);
  }

  @Override
  public Batch batch(int[] numbers) {
    return filled(stored(numbers), null);
  }

  @Override
  public Batch augmented(int[] numbers, IntFunction<RandomGenerator> random) {
    return filled(stored(numbers), augment.none() ? null : shifts(numbers, random));
  }

  @Override
  public String text(int row) {
    return from.texts.stream().map(t -> t.text(rows[row])).collect(Collectors.joining(" / "));
  }

  private int[] stored(int[] numbers) {
    int[] stored = new int[numbers.length];
    for (int i = 0; i < stored.length; i++) {
      stored[i] = rows[numbers[i]];
    }
    return stored;
  }

  private Shift[] shifts(int[] numbers, IntFunction<RandomGenerator> randomOf) {
    Shift[] shifts = new Shift[numbers.length];
    int crop = augment.crop();
    for (int i = 0; i < shifts.length; i++) {
      RandomGenerator random = randomOf.apply(numbers[i]);
      int dx = crop == 0 ? 0 : random.nextInt(2 * crop + 1) - crop;
      int dy = crop == 0 ? 0 : random.nextInt(2 * crop + 1) - crop;
      shifts[i] = new Shift(dx, dy, augment.flip().equals("horizontal") && random.nextBoolean());
    }
    return shifts;
  }

  private Batch filled(int[] stored, Shift @Nullable [] shifts) {
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    for (Feed feed : from.feeds) {
      inputs.put(feed.input(), feed.fill(stored, shifts));
    }
    Numbers labels = from.labels;
    return new Batch(inputs, labels == null ? null : labels(labels, stored, shifts), stored.length);
  }

  private Tensor labels(Numbers labels, int[] stored, Shift @Nullable [] shifts) {
    if (labels.integral() && labels.shape().length == 0) {
      long[] numbers = new long[stored.length];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = labels.integer(stored[i], 0);
      }
      return Tensor.vector(numbers);
    }
    int length = labels.length();
    int[] dims =
        labels.shape().length == 0 ? new int[] {stored.length} : new int[] {stored.length, length};
    ByteBuffer out = Tensor.allocate(Math.multiplyExact(stored.length, length * 4));
    for (int r = 0; r < stored.length; r++) {
      Shift shift = shifts == null || !from.pixels ? Shift.NONE : shifts[r];
      for (int i = 0; i < length; i++) {
        int at = shift.equals(Shift.NONE) ? i : moved(labels.shape(), i, shift);
        out.putFloat(at < 0 ? MaskCode.IGNORED : (float) labels.at(stored[r], at));
      }
    }
    return new Tensor(DType.FLOAT, dims, out.flip());
  }

  /** Where the pixel of a moved image was before, as {@link Feed} moves it; -1 where nowhere. */
  private static int moved(int[] sides, int pixel, Shift shift) {
    int width = sides[1];
    int y = pixel / width + shift.dy();
    int seen = pixel % width;
    int x = (shift.mirrored() ? width - 1 - seen : seen) + shift.dx();
    return y < 0 || y >= sides[0] || x < 0 || x >= width ? -1 : y * width + x;
  }
}
