package dev.espalier.data;

import dev.espalier.feed.Feed;
import dev.espalier.feed.Geometry;
import dev.espalier.feed.Numbers;
import dev.espalier.feed.Preprocess;
import dev.espalier.feed.Preprocessing;
import dev.espalier.model.DType;
import dev.espalier.model.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntBinaryOperator;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;

/**
 * User and item pairs with labels 1 (happened) and 0 (drawn, or a candidate). Labels are float32.
 * When augmented, drawn pairs are drawn anew.
 */
final class PairRecords implements Dataset {
  private final List<Features.Binding> bindings;
  private final Pairs pairs;
  private final Negatives negatives;

  PairRecords(List<Features.Binding> bindings, Pairs pairs, Negatives negatives) {
    this.bindings = bindings;
    this.pairs = pairs;
    this.negatives = negatives;
  }

  /**
   * @param users ids
   * @param items ids
   * @param labels ones and zeros
   * @param drawn whether the zeros were drawn
   */
  record Pairs(int[] users, int[] items, float[] labels, boolean drawn) {}

  @Override
  public int size() {
    return pairs.users.length;
  }

  @Override
  public Batch batch(int[] rows) {
    return filled(rows, (row, user) -> pairs.items[row]);
  }

  @Override
  public Batch augmented(int[] rows, IntFunction<RandomGenerator> random) {
    return pairs.drawn
        ? filled(
            rows,
            (row, user) ->
                pairs.labels[row] == 0 ? negatives.draw(user, random.apply(row)) : pairs.items[row])
        : batch(rows);
  }

  private Batch filled(int[] rows, IntBinaryOperator itemOf) {
    int[] users = new int[rows.length];
    int[] items = new int[rows.length];
    float[] labels = new float[rows.length];
    for (int i = 0; i < rows.length; i++) {
      users[i] = pairs.users[rows[i]];
      items[i] = itemOf.applyAsInt(rows[i], users[i]);
      labels[i] = pairs.labels[rows[i]];
    }
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    for (Features.Binding binding : bindings) {
      inputs.put(
          binding.name(), ids(binding, binding.columns().get(0).equals("user") ? users : items));
    }
    return new Batch(inputs, Tensor.floats(labels, labels.length), rows.length);
  }

  private static Tensor ids(Features.Binding binding, int[] ids) {
    Numbers column = Numbers.ints(ids, ids.length);
    Feed.Target target = new Feed.Target(binding.name(), type(binding), geometry(binding));
    return new Feed(target, column, Preprocess.NONE).fill(Rows.all(ids.length).numbers(), null);
  }

  private static Geometry geometry(Features.Binding binding) {
    return Geometry.fit(new int[0], Preprocess.NONE, binding.info(), binding.name());
  }

  private static DType type(Features.Binding binding) {
    return binding.type() == null ? DType.INT64 : binding.type();
  }

  /** What a program needs to feed ids of its own. */
  static Preprocessing.Input described(Features.Binding binding) {
    return new Preprocessing.Input(
        binding.name(),
        type(binding),
        List.of(binding.columns().get(0).equals("user") ? "user" : "item"),
        new int[0],
        geometry(binding),
        Preprocess.NONE);
  }
}
