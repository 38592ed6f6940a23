package dev.espalier.recurrence;

import dev.espalier.model.Attributes;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Tensor;
import java.util.List;
import java.util.Map;

/** Ways in which exporters write one step of a GRU, an LSTM and a simple RNN. */
enum StepBodies {
  /** Keras: all gates in one product, parted, the reset gate behind the product. */
  GRU_AFTER("GRU", 1) {
    @Override
    List<String> step(Writing w, String x, List<String> h) {
      List<String> input = w.g.split(w.dense("x", x, F, 3 * H), -1, H, H, H);
      List<String> state = w.g.split(w.dense("h", h.get(0), H, 3 * H), -1, H, H, H);
      String z = w.of("Sigmoid", w.of("Add", input.get(0), state.get(0)));
      String r = w.of("Sigmoid", w.of("Add", input.get(1), state.get(1)));
      String g = w.of("Tanh", w.of("Add", input.get(2), w.of("Mul", r, state.get(2))));
      return List.of(w.blend(z, h.get(0), g));
    }
  },
  /** Keras without reset_after: the state is reset before the product. */
  GRU_BEFORE("GRU", 1) {
    @Override
    List<String> step(Writing w, String x, List<String> h) {
      String z = w.gate("z", "Sigmoid", x, h.get(0));
      String r = w.gate("r", "Sigmoid", x, h.get(0));
      String g = w.gate("g", "Tanh", x, w.of("Mul", r, h.get(0)));
      return List.of(w.blend(z, h.get(0), g));
    }
  },
  /** TensorFlow 1: input and state joined, both gates one activation, parted behind it. */
  GRU_JOINED("GRU", 1) {
    @Override
    List<String> step(Writing w, String x, List<String> h) {
      String gates = w.of("Sigmoid", w.dense("zr", w.joined(x, h.get(0)), F + H, 2 * H));
      List<String> parted = w.g.split(w.g.shaped(gates, -1, 2 * H), -1, H, H);
      String reset = w.g.shaped(w.of("Mul", parted.get(0), h.get(0)), -1, H);
      String g = w.of("Relu", w.dense("g", w.joined(x, reset), F + H, H));
      return List.of(w.blend(parted.get(1), h.get(0), g));
    }
  },
  /** PyTorch: {@code g + z·(h - g)}, Gemm with transposed weights. */
  GRU_DIFFERENCE("GRU", 1) {
    @Override
    List<String> step(Writing w, String x, List<String> h) {
      String z = w.of("Sigmoid", w.of("Add", w.gemm("xz", x, F), w.gemm("hz", h.get(0), H)));
      String r = w.of("Sigmoid", w.of("Add", w.gemm("xr", x, F), w.gemm("hr", h.get(0), H)));
      String inner = w.of("Mul", w.gemm("hg", h.get(0), H), r);
      String g = w.of("Tanh", w.of("Add", inner, w.gemm("xg", x, F)));
      return List.of(w.of("Add", g, w.of("Mul", z, w.of("Sub", h.get(0), g))));
    }
  },
  /** The gate says how much is new: {@code h + z·(g - h)}. */
  GRU_SWAPPED("GRU", 1) {
    @Override
    List<String> step(Writing w, String x, List<String> h) {
      String z = w.gate("z", "Sigmoid", x, h.get(0));
      String r = w.gate("r", "Sigmoid", x, h.get(0));
      String g = w.gate("g", "Softsign", x, w.of("Mul", r, h.get(0)));
      return List.of(w.of("Add", h.get(0), w.of("Mul", z, w.of("Sub", g, h.get(0)))));
    }
  },
  LSTM_PARTED("LSTM", 2) {
    @Override
    List<String> step(Writing w, String x, List<String> h) {
      String sum = w.of("Add", w.dense("x", x, F, 4 * H), w.dense("h", h.get(0), H, 4 * H));
      List<String> gates = w.g.split(w.g.shaped(sum, -1, 4 * H), -1, H, H, H, H);
      String one = w.g.scalar("one", 1);
      String forget = w.of("Sigmoid", w.of("Add", gates.get(1), one));
      String kept = w.of("Mul", forget, h.get(1));
      String entering = w.of("Mul", w.of("Sigmoid", gates.get(0)), w.of("Tanh", gates.get(2)));
      String memory = w.of("Add", entering, kept);
      return List.of(w.of("Mul", w.of("Tanh", memory), w.of("Sigmoid", gates.get(3))), memory);
    }
  },
  LSTM_GATES("LSTM", 2) {
    @Override
    List<String> step(Writing w, String x, List<String> h) {
      String kept = w.of("Mul", h.get(1), w.gate("f", "Sigmoid", x, h.get(0)));
      String entering =
          w.of("Mul", w.gate("g", "Relu", x, h.get(0)), w.gate("i", "Sigmoid", x, h.get(0)));
      String memory = w.of("Add", kept, entering);
      String out = w.gate("o", "Sigmoid", x, h.get(0));
      return List.of(w.of("Mul", out, w.of("Softsign", memory)), memory);
    }
  },
  RNN_TANH("RNN", 1) {
    @Override
    List<String> step(Writing w, String x, List<String> h) {
      return List.of(w.gate("h", "Tanh", x, h.get(0)));
    }
  },
  RNN_RELU("RNN", 1) {
    @Override
    List<String> step(Writing w, String x, List<String> h) {
      return List.of(w.of("Relu", w.dense("h", w.joined(x, h.get(0)), F + H, H)));
    }
  };

  /** Elements of the input, and hidden units. */
  static final int F = 3;

  static final int H = 4;

  final String op;
  final int states;

  StepBodies(String op, int states) {
    this.op = op;
    this.states = states;
  }

  /** Writes the nodes; the next states. */
  abstract List<String> step(Writing w, String x, List<String> h);

  /** The body that is written. */
  record Writing(GraphBuilder g) {
    String of(String op, String... values) {
      return g.node(op, Map.of(), values);
    }

    String dense(String name, String x, int in, int out) {
      String product = of("MatMul", x, g.weight(name + ".w", in, in, out));
      return g.shaped(of("Add", product, g.bias(name + ".b", out)), -1, out);
    }

    /** One axis of weights transposed, and scaled. */
    String gemm(String name, String x, int in) {
      String weights = g.weight(name + ".w", in, H, in);
      return g.node(
          "Gemm",
          Attributes.of("transB", 1, "alpha", 0.5f, "beta", 2f),
          x,
          weights,
          g.bias(name + ".b", H));
    }

    String gate(String name, String activation, String x, String h) {
      String input = of("MatMul", x, g.weight(name + ".x", F, F, H));
      String sum = of("Add", of("MatMul", h, g.weight(name + ".h", H, H, H)), input);
      return of(activation, of("Add", sum, g.bias(name + ".b", 1, H)));
    }

    String joined(String x, String h) {
      return g.node("Concat", Attributes.of("axis", -1), x, h);
    }

    String blend(String z, String h, String g0) {
      String one = g.constant("one", Tensor.floats(new float[] {1}, 1, 1));
      return of("Add", of("Mul", of("Sub", one, z), g0), of("Mul", z, h));
    }
  }
}
