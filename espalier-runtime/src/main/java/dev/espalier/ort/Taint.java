package dev.espalier.ort;

import dev.espalier.model.Graph;
import dev.espalier.model.Node;
import dev.espalier.model.OperatorFamilies;
import dev.espalier.model.Randomness;
import dev.espalier.model.ValueInfo;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which values depend on what is fed, and not on its shape alone.
 *
 * <p>A value carries data when any value its node reads does, except through Shape and Size; random
 * operators bring data too. A value's <em>extent</em> is data where a length was computed from data
 * (NonZero, Range and the like); its Shape then carries data.
 */
final class Taint {
  private final Set<String> data = new HashSet<>();
  private final Set<String> extent = new HashSet<>();

  private Taint() {}

  /** Names of values that depend on the data. Cost: one pass. */
  static Set<String> of(Graph graph) {
    Taint taint = new Taint();
    graph.dataInputs().stream().map(ValueInfo::name).forEach(taint.data::add);
    graph.nodes().forEach(taint::pass);
    return taint.data;
  }

  private void pass(Node node) {
    boolean asksShape = node.is("Shape") || node.is("Size");
    Set<String> reads = Graph.reads(node);
    boolean carriesData =
        asksShape
            ? extent.contains(node.input(0))
            : Randomness.draws(node) || reads.stream().anyMatch(data::contains);
    boolean sizedByData =
        !asksShape
            && (reads.stream().anyMatch(extent::contains) || takesLengthFromData(node, reads));
    for (String output : node.outputs()) {
      if (carriesData) {
        data.add(output);
      }
      if (sizedByData) {
        extent.add(output);
      }
    }
  }

  private boolean takesLengthFromData(Node node, Set<String> reads) {
    if (OperatorFamilies.SIZED_BY_CONTENT.contains(node.op())) {
      return reads.stream().anyMatch(data::contains);
    }
    List<String> parameters =
        node.inputs().subList(Math.min(1, node.inputs().size()), node.inputs().size());
    return OperatorFamilies.SIZED_BY_PARAMETER.contains(node.op())
        && parameters.stream().anyMatch(data::contains);
  }
}
