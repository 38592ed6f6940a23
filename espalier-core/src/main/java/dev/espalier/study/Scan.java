package dev.espalier.study;

import dev.espalier.data.Batch;
import dev.espalier.data.Dataset;
import dev.espalier.data.Elements;
import dev.espalier.data.Layout;
import dev.espalier.data.Rows;
import dev.espalier.model.Tensor;
import dev.espalier.progress.Progress;
import java.util.Arrays;

/**
 * One pass over the records of a split: moments of each column, and for each record its column
 * means, its hash, a coarse picture of it, and its label. At most {@link #MOST} records, the first
 * of a seeded order.
 */
final class Scan {
  static final int MOST = 20_000;
  private static final int BATCH = 256;
  private static final long PRIME = 0x100000001B3L;

  private final Layout layout;
  private final InputParts columns;
  private final int[] cellOf;
  private final int[] cellSizes;
  final int records;
  final Moments[] moments;

  /** Column by record. */
  final double[][] means;

  final long[] hashes;

  /** Record by cell; for tokens the hash of the set of ids instead. */
  final float[][] cells;

  final long[] bags;

  /** Class numbers; empty where labels are none. */
  final int[] classes;

  private Scan(Layout layout, int records, boolean labelled) {
    this.layout = layout;
    this.columns = new Parting(layout).columns();
    this.cellOf = new Parting(layout).cells().partOf();
    this.cellSizes = new Parting(layout).cells().sizes();
    this.records = records;
    this.moments = new Moments[columns.count()];
    Arrays.setAll(moments, i -> new Moments());
    this.means = new double[columns.count()][records];
    this.hashes = new long[records];
    this.cells = new float[records][];
    this.bags = new long[records];
    this.classes = new int[labelled ? records : 0];
  }

  /**
   * @param classed whether labels are class numbers
   */
  static Scan of(Dataset data, Layout layout, boolean classed, long seed, Progress progress) {
    int[] chosen = Rows.shuffled(data.size(), seed).limit(MOST).numbers();
    Arrays.sort(chosen);
    Scan scan = new Scan(layout, chosen.length, classed);
    for (int from = 0; from < chosen.length; from += BATCH) {
      int to = Math.min(from + BATCH, chosen.length);
      scan.add(data.batch(Arrays.copyOfRange(chosen, from, to)), from);
      progress.at("look at examples", to, chosen.length);
    }
    return scan;
  }

  private void add(Batch batch, int from) {
    float[] values = layout.values(batch);
    int each = layout.elements();
    for (int r = 0; r < batch.size(); r++) {
      record(Arrays.copyOfRange(values, r * each, (r + 1) * each), from + r);
    }
    Tensor labels = batch.labels();
    if (classes.length > 0 && labels != null) {
      float[] numbers = Elements.of(labels);
      for (int r = 0; r < batch.size(); r++) {
        classes[from + r] = (int) numbers[r];
      }
    }
  }

  private void record(float[] values, int at) {
    int[] partOf = columns.partOf();
    double[] sums = new double[columns.count()];
    int[] seen = new int[columns.count()];
    float[] coarse = new float[cellSizes.length];
    long hash = 0xCBF29CE484222325L;
    for (int i = 0; i < values.length; i++) {
      float v = values[i];
      moments[partOf[i]].add(v);
      if (!Float.isNaN(v)) {
        sums[partOf[i]] += v;
        seen[partOf[i]]++;
      }
      coarse[cellOf[i]] += v / cellSizes[cellOf[i]];
      hash = (hash ^ Float.floatToIntBits(v)) * PRIME;
      hash ^= hash >>> 29;
    }
    hashes[at] = hash;
    boolean tokens = layout.kind() == Layout.Kind.TOKENS;
    for (int c = 0; c < sums.length; c++) {
      means[c][at] = tokens ? length(values) : sums[c] / seen[c];
    }
    if (tokens) {
      bags[at] = bag(values);
    }
    cells[at] = coarse;
  }

  /** Tokens that are not padding (0). */
  private static int length(float[] ids) {
    int n = 0;
    for (float id : ids) {
      n += id != 0 ? 1 : 0;
    }
    return n;
  }

  private static long bag(float[] ids) {
    float[] sorted = ids.clone();
    Arrays.sort(sorted);
    long hash = 0;
    for (int i = 0; i < sorted.length; i++) {
      if (i == 0 || sorted[i] != sorted[i - 1]) {
        hash = (hash ^ Float.floatToIntBits(sorted[i])) * PRIME;
        hash ^= hash >>> 29;
      }
    }
    return hash;
  }
}
