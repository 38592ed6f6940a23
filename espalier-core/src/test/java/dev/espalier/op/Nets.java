package dev.espalier.op;

import dev.espalier.model.ConvSpec;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Model;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Networks of two layers with room between them: {@code made} makes 6 units, {@code read} reads
 * what becomes of them.
 */
final class Nets {
  static final int UNITS = 6;
  static final int STEPS = 5;
  static final int SIDE = 8;

  private Nets() {}

  /** What stands between the layers. */
  interface Middle {
    String of(GraphBuilder g, String x);
  }

  /** Values of (batch, 6); what comes back must have two axes. */
  static Model dense(Middle middle) {
    GraphBuilder g = GraphBuilder.settled("dense", 1);
    String y = middle.of(g, g.gemm("made", g.input("x", 7), UNITS));
    return g.output(g.gemm("read", y, 4), "y").build();
  }

  /** Values of (batch, 6, 8, 8); what comes back must have four axes, units on the second. */
  static Model images(Middle middle) {
    GraphBuilder g = GraphBuilder.settled("images", 1);
    String y = middle.of(g, g.conv("made", g.input("x", 3, SIDE, SIDE), ConvSpec.of(UNITS, 3)));
    return g.output(g.conv("read", y, ConvSpec.of(4, 1)), "y").build();
  }

  /** Values of (batch, 5, 6); what comes back must have its units on the last axis. */
  static Model sequences(Middle middle) {
    GraphBuilder g = GraphBuilder.settled("sequences", 1);
    String x = g.input("x", STEPS, 7);
    String made =
        g.shaped(
            g.node("MatMul", "made", Map.of(), x, g.weight("made.weight", 7, 7, UNITS)),
            -1,
            STEPS,
            UNITS);
    return g.output(g.linear("read", middle.of(g, made), 4), "y").build();
  }

  /** The same model under another version of the operator set. */
  static Model at(long opset, Model model) {
    return new Model(
        model.graph(), model.irVersion(), Map.of("", opset), model.metadata(), model.rest());
  }

  /** Sizes of an input x, weights w and an output y. */
  static Sizes sizes(List<Integer> x, List<Integer> w, List<Integer> y) {
    return sizes(Map.of("x", x, "w", w, "y", y));
  }

  static Sizes sizes(Map<String, List<Integer>> sizes) {
    return new Sizes() {
      @Override
      public int size(String value, int axis) {
        return Objects.requireNonNull(sizes.get(value)).get(axis);
      }

      @Override
      public int rank(String value) {
        return Objects.requireNonNull(sizes.get(value)).size();
      }
    };
  }
}
