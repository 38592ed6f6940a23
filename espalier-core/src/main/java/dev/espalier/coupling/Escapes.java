package dev.espalier.coupling;

import dev.espalier.model.Dims;
import dev.espalier.model.Graph;
import dev.espalier.model.Node;
import dev.espalier.model.Tensor;
import dev.espalier.op.Axis;
import dev.espalier.op.OpRules;
import dev.espalier.op.Trait;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Bars axes whose length escapes into a value: a Shape whose result reaches anything but a stated
 * shape. Operands that state the shape of a Reshape, Expand or ConstantOfShape are restated when a
 * plan is applied, so a length may end there. There a length that the data make a part of (batch
 * times heads) is taken for that of before the cut, so it must not be read behind it.
 */
final class Escapes {
  private final Labels labels;
  private final Map<String, List<Node>> consumers;
  private final Set<String> outputs;

  Escapes(Graph graph, Labels labels) {
    this.labels = labels;
    this.consumers = graph.consumers();
    this.outputs = graph.outputNames();
  }

  void bar(Node shape) {
    String x = shape.input(0);
    if (!labels.observed(x)) {
      return;
    }
    labels.enter(shape);
    int rank = labels.shape(x).rank();
    for (Node reader : consumers.getOrDefault(shape.output(0), List.of())) {
      int[] axes = read(reader, shape, rank);
      String sink = escapes(reader, shape.output(0));
      for (int axis : axes) {
        if (!labels.shape(x).varies(axis)) {
          if (!sink.isEmpty()) {
            labels.bar(new Axis(x, axis), "its length escapes into " + sink);
          }
        } else if (!folded(reader)) {
          labels.bar(new Axis(x, axis), "its length is read, of which the data make a part");
        }
      }
    }
    if (outputs.contains(shape.output(0))) {
      IntStream.range(0, rank)
          .forEach(i -> labels.bar(new Axis(x, i), "its length is the model's output"));
    }
  }

  private boolean folded(Node reader) {
    return labels.constant(reader.output(0)) != null;
  }

  private int[] read(Node reader, Node shape, int rank) {
    int start = (int) shape.intAttr("start", 0);
    if (reader.is("Gather") && start == 0 && shape.is("Shape")) {
      Tensor indices = labels.constant(reader.input(1));
      if (indices != null) {
        return java.util.Arrays.stream(indices.longs()).mapToInt(i -> Dims.axis(i, rank)).toArray();
      }
    }
    return IntStream.range(0, rank).toArray();
  }

  /** The first node beyond shape arithmetic that the value reaches; empty if there is none. */
  private String escapes(Node start, String value) {
    Deque<Node> open = new ArrayDeque<>(List.of(start));
    Set<String> values = new HashSet<>(Set.of(value));
    while (!open.isEmpty()) {
      Node node = open.pop();
      if (folded(node)) {
        continue;
      }
      int stated = OpRules.standard().shapeInput(node);
      if (stated >= 0
          && IntStream.range(0, node.inputs().size())
              .allMatch(i -> i == stated || !values.contains(node.input(i)))) {
        continue;
      }
      if (!Trait.LENGTHS.of(node) || outputs.contains(node.output(0))) {
        return node.toString();
      }
      if (values.add(node.output(0))) {
        open.addAll(consumers.getOrDefault(node.output(0), List.of()));
      }
    }
    return "";
  }
}
