package dev.espalier;

import dev.espalier.model.Attributes;
import dev.espalier.model.DType;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Model;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Random networks whose layers share parameters, and read them as they are, transposed, reshaped,
 * cast, in parts, or under another name; the same seed gives the same model.
 */
public final class RandomSharing {
  private static final int STEPS = 5;

  private final SplittableRandom random;
  private final GraphBuilder g;
  private final List<String> matrices = new ArrayList<>();
  private final Map<Integer, String> biases = new LinkedHashMap<>();
  private int made;

  private RandomSharing(long seed) {
    this.random = new SplittableRandom(seed);
    this.g = GraphBuilder.settled("sharing" + seed, seed);
  }

  public static Model of(long seed) {
    return new RandomSharing(seed).model();
  }

  private Model model() {
    int width = width();
    boolean words = random.nextBoolean();
    String table = g.weight("table", 2, 9, width);
    String x =
        words
            ? g.shaped(
                g.node("Gather", Map.of(), table, g.input("x", DType.INT64, STEPS)),
                -1,
                STEPS,
                width)
            : dense(g.input("x", STEPS, 7), width());
    int depth = random.nextInt(2, 7);
    for (int i = 0; i < depth; i++) {
      x = layer(x);
    }
    if (words) {
      return g.output(product(dense(x, width), view(table, 1)), "y").build();
    }
    return g.output(dense(x, 4), "y").build();
  }

  private String layer(String x) {
    return switch (random.nextInt(5)) {
      case 0 -> g.relu(dense(x, width()));
      case 1 -> g.add(x, dense(g.relu(dense(x, width())), last(x)));
      case 2 -> masked(x);
      case 3 -> normalised(x);
      default -> g.node(random.nextBoolean() ? "Tanh" : "Sigmoid", Map.of(), dense(x, width()));
    };
  }

  /** A product with a matrix that may be read elsewhere, in whatever form, and a bias alike. */
  private String dense(String x, int units) {
    int width = last(x);
    List<String> fit = new ArrayList<>();
    for (String matrix : matrices) {
      int[] dims = g.shape(matrix);
      if (dims[0] == width && dims[1] == units || dims[1] == width && dims[0] == units) {
        fit.add(matrix);
      }
    }
    String matrix =
        fit.isEmpty() || random.nextInt(3) == 0
            ? drawn(width, units)
            : fit.get(random.nextInt(fit.size()));
    int[] dims = g.shape(matrix);
    int out = dims[0] == width && (dims[1] != width || random.nextBoolean()) ? 1 : 0;
    String y = product(x, view(matrix, 1 - out));
    return random.nextBoolean() ? y : g.add(y, bias(units));
  }

  private String drawn(int width, int units) {
    boolean turned = random.nextBoolean();
    String name = g.weight("w" + made++, 4 * width, turned ? units : width, turned ? width : units);
    matrices.add(name);
    return name;
  }

  private String bias(int units) {
    String name =
        random.nextBoolean()
            ? biases.computeIfAbsent(units, n -> g.bias("shared.bias" + n, n))
            : g.bias("bias" + made++, units);
    return switch (random.nextInt(4)) {
      case 0 -> unsqueezed(name, 0);
      case 1 -> g.node("Identity", Map.of(), name);
      default -> name;
    };
  }

  private String product(String x, String matrix) {
    int[] out = g.shape(x);
    out[2] = g.shape(matrix)[1];
    return g.shaped(g.node("MatMul", Map.of(), x, matrix), out);
  }

  /** The matrix with its axis {@code in} in front, through nodes that move its elements. */
  private String view(String matrix, int in) {
    String turned = in == 0 ? matrix : g.transpose(matrix, 1, 0);
    int[] dims = g.shape(turned);
    return switch (random.nextInt(6)) {
      case 0 -> g.shaped(g.node("Identity", Map.of(), turned), dims);
      case 1 -> g.reshape(unsqueezed(turned, 0), dims[0], dims[1]);
      case 2 -> cast(cast(turned, DType.DOUBLE), DType.FLOAT);
      case 3 -> {
        List<String> parts = g.split(turned, 1, dims[1] / 2, dims[1] - dims[1] / 2);
        yield g.concat(1, parts.get(0), parts.get(1));
      }
      default -> turned;
    };
  }

  private String cast(String x, DType type) {
    return g.shaped(g.node("Cast", Attributes.of("to", type.onnx()), x), g.shape(x));
  }

  private String unsqueezed(String x, int axis) {
    int[] in = g.shape(x);
    int[] out = new int[in.length + 1];
    for (int i = 0; i < out.length; i++) {
      out[i] = i == axis ? 1 : in[i < axis ? i : i - 1];
    }
    return g.shaped(g.node("Unsqueeze", Map.of(), x, g.vector("axes" + made++, axis)), out);
  }

  /** Adds what Trilu makes of ones: a constant that is no parameter. */
  private String masked(String x) {
    int side = random.nextBoolean() ? STEPS : 40;
    String ones = g.node("ConstantOfShape", Map.of(), g.vector("side" + made++, side, side));
    String mask = g.node("Trilu", Map.of(), g.node("Cos", Map.of(), ones));
    String start = g.vector("start" + made++, 0, 0);
    String end = g.vector("end" + made++, STEPS, 1);
    return g.add(x, g.shaped(g.node("Slice", Map.of(), mask, start, end), STEPS, 1));
  }

  private String normalised(String x) {
    int width = last(x);
    String scale = biases.computeIfAbsent(100 + width, n -> g.scale("shared.scale" + width, width));
    String shift = random.nextBoolean() ? bias(width) : g.bias("shift" + made++, width);
    String flat = g.reshape(shift, width);
    return g.node("LayerNormalization", Attributes.of("axis", -1), x, scale, flat);
  }

  private int last(String x) {
    return g.shape(x)[2];
  }

  private int width() {
    return random.nextBoolean() ? 6 : 8;
  }
}
