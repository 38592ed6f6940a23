package dev.espalier.adaptive;

import dev.espalier.model.ConvSpec;
import dev.espalier.model.Dims;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.ort.Session;
import dev.espalier.ort.SessionOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Small stages for tests, and thresholds that send some of their rows on. */
public final class Members {
  static final int CLASSES = 5;

  private Members() {}

  /** A classifier of images [N, 3, 8, 8] of its own width; all have the same names inside. */
  static Model classifier(int width) {
    GraphBuilder g = GraphBuilder.settled("net", width);
    String x = g.relu(g.conv("conv", g.input("x", 3, 8, 8), ConvSpec.of(width, 3)));
    x = g.flatten(g.globalAveragePool(g.relu(g.conv("conv2", x, ConvSpec.of(width, 3)))));
    return g.output(g.gemm("fc", x, CLASSES), "logits").build().withMetadata("width", "" + width);
  }

  static Chain classifiers(int... widths) {
    List<ChainStage> stages = new ArrayList<>();
    for (int width : widths) {
      stages.add(ChainStage.whole("net" + width, classifier(width)));
    }
    return Chain.of(stages);
  }

  /** One network with two exits before its end: features are carried, never computed twice. */
  static Chain exits() {
    GraphBuilder a = GraphBuilder.settled("first", 1);
    String f = a.relu(a.conv("conv", a.input("x", 3, 8, 8), ConvSpec.of(6, 3)));
    a.output(a.gemm("fc", a.flatten(a.globalAveragePool(f)), CLASSES), "logits");
    a.output(f, "features");
    GraphBuilder b = GraphBuilder.settled("second", 2);
    String g = b.relu(b.conv("conv", b.input("features", 6, 8, 8), ConvSpec.of(8, 3).stride(2)));
    b.output(b.gemm("fc", b.flatten(b.globalAveragePool(g)), CLASSES), "logits");
    b.output(g, "deeper");
    GraphBuilder c = GraphBuilder.settled("third", 3);
    String h = c.relu(c.conv("conv", c.input("deeper", 8, 4, 4), ConvSpec.of(8, 3)));
    String image = c.relu(c.conv("image", c.input("x", 3, 8, 8), ConvSpec.of(8, 3).stride(2)));
    String sum = c.flatten(c.globalAveragePool(c.add(h, image)));
    c.output(c.gemm("fc", sum, CLASSES), "logits");
    return Chain.of(
        List.of(
            new ChainStage("first", a.build(), List.of("features")),
            new ChainStage("second", b.build(), List.of("deeper")),
            ChainStage.whole("third", c.build())));
  }

  /** Regressors of [N, 3, 8, 8] onto one number, [N, 1]. */
  static Chain regressors(int... widths) {
    List<ChainStage> stages = new ArrayList<>();
    for (int width : widths) {
      GraphBuilder g = GraphBuilder.settled("net", width);
      String x = g.relu(g.gemm("hidden", g.flatten(g.input("x", 3, 8, 8)), width));
      g.output(g.gemm("out", x, 1), "y");
      stages.add(ChainStage.whole("net" + width, g.build()));
    }
    return Chain.of(stages);
  }

  static Cascade scored(Chain chain, String signal, RowAnswer answer) {
    Scoring scoring = new Scoring(signal, 1.5, answer);
    return new Cascade(chain, chain.stages().stream().skip(1).map(stage -> scoring).toList());
  }

  static Map<String, Tensor> images(int rows) {
    return Map.of("x", normal(rows, rows, 3, 8, 8));
  }

  static Tensor normal(long seed, int... dims) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[Dims.size(dims)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Tensor.floats(values, dims);
  }

  /** Thresholds below and above which about half of the rows lie that a stage would see. */
  static float[] middle(Cascade cascade, Map<String, Tensor> inputs) {
    float[] thresholds = new float[cascade.scorings().size()];
    Map<String, Tensor> fed = new LinkedHashMap<>(inputs);
    for (int k = 0; k < thresholds.length; k++) {
      try (Session session = Session.open(cascade.scored(k), SessionOptions.threads(1))) {
        Map<String, Tensor> made = session.run(fed);
        float[] scores = made.get(Cascade.SCORE).floats();
        Arrays.sort(scores);
        thresholds[k] = middle(scores);
        fed.putAll(made);
        fed.put(Cascade.BEFORE, made.get(cascade.chain().answers().get(0).name()));
      }
    }
    return thresholds;
  }

  /** Between two scores in the middle; 0, below which all lie, where nothing was compared yet. */
  private static float middle(float[] sorted) {
    boolean compared = sorted.length > 1 && sorted[0] > -Float.MAX_VALUE;
    return compared ? (sorted[(sorted.length - 1) / 2] + sorted[(sorted.length + 1) / 2]) / 2 : 0;
  }

  static float[] filled(Cascade cascade, float value) {
    float[] row = new float[cascade.scorings().size()];
    Arrays.fill(row, value);
    return row;
  }

  /** Efforts 0, 1/2 and 1, with these thresholds calibrated in the middle. */
  static EffortTable table(Cascade cascade, float... calibrated) {
    float[][] rows = {
      filled(cascade, -Float.MAX_VALUE), calibrated, filled(cascade, Float.MAX_VALUE)
    };
    return new EffortTable(rows, 1);
  }

  static List<StageProfile> profiles(Cascade cascade) {
    List<StageProfile> costs = new ArrayList<>();
    for (int k = 0; k < cascade.chain().size(); k++) {
      costs.add(StageProfile.ofMacs(10 * Math.pow(10, k)));
    }
    return costs;
  }
}
