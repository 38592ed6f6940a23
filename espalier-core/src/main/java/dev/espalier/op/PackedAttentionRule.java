package dev.espalier.op;

import dev.espalier.model.Attribute;
import dev.espalier.model.Node;
import dev.espalier.model.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Attention of ONNX Runtime, which makes query, key and value itself: input {@code [N, L, I]},
 * weights {@code [I, Q + K + V]} and their bias.
 */
final class PackedAttentionRule implements OpRule {
  private static final String SIZES = "qkv_hidden_sizes";
  private static final String HEADS = "num_heads";

  /** Earlier keys and values, {@code [2, N, heads, steps, width]}, and the scores' addend. */
  private static final int PAST = 4;

  private static final int SCORES = 5;

  @Override
  public Set<String> operators() {
    return Set.of("com.microsoft.Attention");
  }

  @Override
  public Set<Trait> traits(String op) {
    return Set.of(Trait.LAYER, Trait.WEIGHTED, Trait.MOVES_AXES);
  }

  @Override
  public Operand operand(String op, int input) {
    return input == 1 ? Operand.WEIGHT : input == 2 ? Operand.BIAS : Operand.FIXED;
  }

  @Override
  public @Nullable Tensor carried(Node node, Tensor weights, float[] constants) {
    float[] sums = Contribution.matrix(weights, false, constants);
    return Tensor.floats(sums, sums.length);
  }

  @Override
  public void couple(Node node, Ties ties) {
    String x = node.input(0);
    String y = node.output(0);
    Axis made = new Axis(node.input(1), 1);
    int count = (int) node.intAttr(HEADS, 1);
    long[] sizes = sizes(node, ties.length(made));
    ties.tie(new Axis(x, 0), new Axis(y, 0));
    ties.tie(new Axis(x, 1), new Axis(y, 1));
    ties.bar(new Axis(x, 1), "Attention normalises over it");
    ties.tie(new Axis(x, 2), new Axis(node.input(1), 0));
    ties.consume(0, 2, Consumption.Kind.SUM);
    ties.parameter(new Axis(node.input(1), 0), Role.CONSUMES);
    ties.parameter(made, Role.PRODUCES);
    Axis heads = ties.piece(count, count);
    Axis width = ties.piece((int) sizes[0] / count, (int) sizes[0] / count);
    Axis value = ties.piece((int) sizes[2] / count, (int) sizes[2] / count);
    ties.bar(width, "Attention multiplies whole heads");
    lay(made, heads, width, value, ties);
    if (node.hasInput(2)) {
      Axis bias = new Axis(node.input(2), 0);
      ties.parameter(bias, Role.SHIFTS);
      lay(bias, heads, width, value, ties);
    }
    HeadAxes.lay(new Axis(y, 2), heads, value, ties);
    HeadAxes out = new HeadAxes(heads, value, new Axis(y, 1));
    AttentionRule.scores(node.input(SCORES), out, out, ties);
    for (String state : List.of(node.input(PAST), node.output(1))) {
      if (!state.isEmpty()) {
        ties.tie(new Axis(state, 2), heads);
        ties.fix(new Axis(state, 3));
        ties.tie(new Axis(state, 4), value);
      }
    }
  }

  private static void lay(Axis axis, Axis heads, Axis width, Axis value, Ties ties) {
    int keys = Packed.lay(axis, 0, heads, width, ties);
    int values = Packed.lay(axis, keys, heads, width, ties);
    Packed.lay(axis, values, heads, value, ties);
  }

  /** How many columns make query, key and value. */
  private static long[] sizes(Node node, int all) {
    long[] stated = node.intsAttr(SIZES);
    return stated == null || stated.length == 0
        ? new long[] {all / 3, all / 3, all / 3}
        : stated.clone();
  }

  @Override
  public Node cut(Node node, Cut cut) {
    Axis made = new Axis(node.input(1), 1);
    int[] kept = cut.kept(made);
    if (kept == null) {
      return node;
    }
    int count = (int) node.intAttr(HEADS, 1);
    long[] before = sizes(node, cut.size(made));
    long[] after = new long[before.length];
    int from = 0;
    for (int i = 0; i < before.length; i++) {
      int to = from + (int) before[i];
      after[i] = Positions.count(kept, from, to);
      from = to;
    }
    long each = before[0] / count;
    long left = after[0] / each;
    Node changed = node.withAttribute(HEADS, new Attribute.IntValue(left));
    boolean alike = Arrays.stream(after).distinct().count() == 1 && node.intsAttr(SIZES) == null;
    return alike ? changed : changed.withAttribute(SIZES, Attribute.Ints.of(after));
  }

  @Override
  public long macs(Node node, Sizes sizes) {
    long steps = sizes.size(node.input(0), 1);
    long records = (long) sizes.size(node.input(0), 0) * steps;
    long made = sizes.size(node.input(1), 1);
    long value = sizes.size(node.output(0), 2);
    return records * (made * sizes.size(node.input(1), 0) + steps * ((made - value) / 2 + value));
  }
}
