package dev.espalier.op;

import dev.espalier.model.Dims;
import dev.espalier.model.Node;
import dev.espalier.model.Tensor;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Gather: other axes pass; the gathered axis is permuted by constant positions, or read by the data
 * (embeddings).
 */
final class GatherRule implements OpRule {
  @Override
  public Set<String> operators() {
    return Set.of("Gather");
  }

  @Override
  public Set<Trait> traits(String op) {
    return Set.of(Trait.MOVES_AXES, Trait.LENGTHS, Trait.PICKS);
  }

  @Override
  public Operand operand(String op, int input) {
    return input == 0 ? Operand.ROWS : Operand.FIXED;
  }

  @Override
  public void couple(Node node, Ties ties) {
    String data = node.input(0);
    String y = node.output(0);
    int rank = ties.shape(data).rank();
    int axis = Dims.axis(node.intAttr("axis", 0), rank);
    int inserted = ties.shape(node.input(1)).rank();
    for (int i = 0; i < rank; i++) {
      if (i != axis) {
        ties.tie(new Axis(data, i), new Axis(y, i < axis ? i : i + inserted - 1));
        ties.parameter(new Axis(data, i), Role.PRODUCES);
      }
    }
    Axis gathered = new Axis(data, axis);
    int[] positions = positions(ties.constant(node.input(1)), ties.shape(data).a()[axis]);
    if (positions != null && inserted == 1 && !ties.shape(data).varies(axis)) {
      ties.tie(new Axis(y, axis), gathered, positions);
      return;
    }
    ties.bar(
        gathered,
        positions == null
            ? "its positions are chosen by the data (Gather)"
            : "Gather picks single positions");
    for (int i = 0; i < inserted; i++) {
      if (positions == null) {
        ties.tie(new Axis(node.input(1), i), new Axis(y, axis + i));
      } else {
        ties.fix(new Axis(y, axis + i));
      }
    }
  }

  @Override
  public Node cut(Node node, Cut cut) {
    int axis = Dims.axis(node.intAttr("axis", 0), cut.rank(node.input(0)));
    Axis gathered = new Axis(node.input(0), axis);
    int[] kept = cut.kept(gathered);
    int[] positions = positions(cut.constant(node.input(1)), cut.size(gathered));
    if (kept == null || positions == null) {
      return node;
    }
    int[] renumbered = Positions.renumbered(kept, cut.size(gathered));
    long[] changed =
        Arrays.stream(positions)
            .map(p -> renumbered[p])
            .filter(p -> p >= 0)
            .asLongStream()
            .toArray();
    return node.withInput(1, cut.add("indices", Tensor.vector(changed)));
  }

  private static int @Nullable [] positions(@Nullable Tensor indices, int size) {
    return indices == null
        ? null
        : Arrays.stream(indices.longs()).mapToInt(i -> Dims.axis(i, size)).toArray();
  }
}
