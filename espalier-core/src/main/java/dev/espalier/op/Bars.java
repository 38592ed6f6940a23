package dev.espalier.op;

import dev.espalier.model.Graph;
import dev.espalier.model.Node;
import java.util.ArrayList;
import java.util.List;

/** Bars whatever a node touches. */
final class Bars {
  private Bars() {}

  static void all(Node node, String reason, Ties ties) {
    List<String> values = new ArrayList<>(Graph.reads(node));
    values.addAll(node.outputs());
    for (String value : values) {
      if (!value.isEmpty()) {
        for (int i = 0; i < ties.shape(value).rank(); i++) {
          ties.bar(new Axis(value, i), reason);
        }
      }
    }
  }
}
