package dev.espalier.op;

import dev.espalier.model.Attribute;
import dev.espalier.model.Dims;
import dev.espalier.model.Node;
import dev.espalier.model.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Slice: a label vector is cut to a range, with a step. */
final class SliceRule implements OpRule {
  @Override
  public Set<String> operators() {
    return Set.of("Slice");
  }

  @Override
  public Set<Trait> traits(String op) {
    return Set.of(Trait.MOVES_ELEMENTS, Trait.LENGTHS);
  }

  @Override
  public void couple(Node node, Ties ties) {
    String x = node.input(0);
    String y = node.output(0);
    Map<Integer, Range> ranges = ranges(node, ties.shape(x).a(), ties::constant);
    for (int i = 0; i < ties.shape(x).rank(); i++) {
      Axis from = new Axis(x, i);
      Axis to = new Axis(y, i);
      Range range = ranges == null ? null : ranges.get(i);
      if (ranges != null && range == null) {
        ties.tie(from, to);
      } else if (ties.shape(x).varies(i) || ties.shape(y).varies(i)) {
        ties.fix(from);
        ties.fix(to);
      } else if (range == null || range.step != 1) {
        String reason =
            range == null
                ? "Slice takes a range that is known only at run time"
                : "Slice with a step";
        ties.bar(from, reason);
        ties.bar(to, reason);
      } else {
        Range r = range;
        ties.tie(
            to, from, IntStream.range(0, ties.shape(y).a()[i]).map(p -> r.start + p).toArray());
      }
    }
  }

  @Override
  public Node cut(Node node, Cut cut) {
    String x = node.input(0);
    int[] sizes = IntStream.range(0, cut.rank(x)).map(i -> cut.size(new Axis(x, i))).toArray();
    Map<Integer, Range> ranges = ranges(node, sizes, cut::constant);
    if (ranges == null) {
      return node;
    }
    boolean shrinks = ranges.keySet().stream().anyMatch(i -> cut.kept(new Axis(x, i)) != null);
    return shrinks ? restated(node, ranges, cut) : node;
  }

  private static Node restated(Node node, Map<Integer, Range> ranges, Cut cut) {
    String x = node.input(0);
    int n = ranges.size();
    long[] starts = new long[n];
    long[] ends = new long[n];
    long[] axes = new long[n];
    long[] steps = new long[n];
    int k = 0;
    for (Map.Entry<Integer, Range> entry : ranges.entrySet()) {
      Range r = entry.getValue();
      int[] kept = cut.kept(new Axis(x, entry.getKey()));
      axes[k] = entry.getKey();
      steps[k] = r.step;
      boolean shrinks = kept != null && r.step == 1;
      starts[k] = shrinks ? Positions.count(kept, 0, r.start) : r.rawStart;
      ends[k] =
          shrinks
              ? Positions.count(
                  kept, 0, r.start + cut.size(new Axis(node.output(0), entry.getKey())))
              : r.rawEnd;
      k++;
    }
    if (cut.opset() < 10) {
      return node.withAttribute("starts", ints(starts))
          .withAttribute("ends", ints(ends))
          .withAttribute("axes", ints(axes));
    }
    return node.withInputs(
        List.of(
            x,
            cut.add("starts", Tensor.vector(starts)),
            cut.add("ends", Tensor.vector(ends)),
            cut.add("axes", Tensor.vector(axes)),
            cut.add("steps", Tensor.vector(steps))));
  }

  private static Attribute ints(long[] values) {
    return Attribute.Ints.of(values);
  }

  private interface Constants {
    @Nullable Tensor of(String value);
  }

  /** The ranges by axis, normalised against the sizes; null where they are not constant. */
  private static @Nullable Map<Integer, Range> ranges(Node node, int[] sizes, Constants constants) {
    long[] starts = operand(node, "starts", 1, constants);
    long[] ends = operand(node, "ends", 2, constants);
    if (starts == null || ends == null) {
      return null;
    }
    long[] axes = operand(node, "axes", 3, constants);
    long[] steps = operand(node, "steps", 4, constants);
    if ((axes == null && node.hasInput(3)) || (steps == null && node.hasInput(4))) {
      return null;
    }
    Map<Integer, Range> ranges = new TreeMap<>();
    for (int i = 0; i < starts.length; i++) {
      int axis = axes == null ? i : Dims.axis(axes[i], sizes.length);
      int step = steps == null ? 1 : (int) steps[i];
      ranges.put(axis, new Range(first(starts[i], sizes[axis], step), step, starts[i], ends[i]));
    }
    return ranges;
  }

  private static int first(long start, int size, int step) {
    long from = start < 0 ? start + size : start;
    return (int) Math.max(0, Math.min(from, step > 0 ? size : size - 1L));
  }

  private static long @Nullable [] operand(
      Node node, String attribute, int input, Constants constants) {
    if (node.hasInput(input)) {
      Tensor tensor = constants.of(node.input(input));
      return tensor == null ? null : tensor.longs();
    }
    return node.intsAttr(attribute);
  }

  private record Range(int start, int step, long rawStart, long rawEnd) {}
}
