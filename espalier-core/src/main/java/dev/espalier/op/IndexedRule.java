package dev.espalier.op;

import dev.espalier.model.Node;
import java.util.Set;

/**
 * GatherND and ScatterND: each row of the indices names a place along the first axes of the data
 * (behind those of the batch), which stay whole. Units pass along the axes behind these.
 */
final class IndexedRule implements OpRule {
  @Override
  public Set<String> operators() {
    return Set.of("GatherND", "ScatterND");
  }

  @Override
  public Set<Trait> traits(String op) {
    return op.equals("GatherND") ? Set.of(Trait.MOVES_AXES) : Set.of();
  }

  @Override
  public Operand operand(String op, int input) {
    return op.equals("GatherND") && input == 0 ? Operand.ROWS : Operand.FIXED;
  }

  @Override
  public void couple(Node node, Ties ties) {
    String data = node.input(0);
    String indices = node.input(1);
    boolean gathers = node.op().equals("GatherND");
    String parts = gathers ? node.output(0) : node.input(2);
    if (!gathers) {
      ties.tieAll(data, node.output(0));
    }
    int last = ties.shape(indices).rank() - 1;
    int batch = gathers ? (int) node.intAttr("batch_dims", 0) : 0;
    int named = batch + ties.shape(indices).a()[last];
    String reason = node.op() + " finds places along it by number";
    for (int i = 0; i < ties.shape(data).rank(); i++) {
      Axis axis = new Axis(data, i);
      if (i < batch) {
        ties.tie(axis, new Axis(indices, i));
      } else if (i < named) {
        ties.bar(axis, reason);
      } else {
        ties.tie(axis, new Axis(parts, last + i - named));
        if (gathers) {
          ties.parameter(axis, Role.PRODUCES);
        }
      }
    }
    for (int i = 0; i < last; i++) {
      ties.tie(new Axis(indices, i), new Axis(parts, i));
    }
    ties.bar(new Axis(indices, last), reason);
  }
}
