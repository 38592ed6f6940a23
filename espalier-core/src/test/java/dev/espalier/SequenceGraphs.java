package dev.espalier;

import dev.espalier.model.Attributes;
import dev.espalier.model.DType;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Layers;
import dev.espalier.model.Model;
import java.util.List;
import java.util.Map;

/** Small recurrent, attention and embedding models, with parameters drawn from a seed. */
public final class SequenceGraphs {
  private static final int CLASSES = 4;
  private static final int STEPS = 7;

  private SequenceGraphs() {}

  public static List<Model> all(long seed) {
    return List.of(
        lstm(seed),
        biLstm(seed),
        gru(seed),
        biGru(seed),
        embeddingMean(seed),
        TransformerGraph.fixed(seed),
        TransformerGraph.dynamic(seed));
  }

  /** Two layers; the second's last state is classified. */
  public static Model lstm(long seed) {
    return stacked("lstm", seed);
  }

  public static Model gru(long seed) {
    return stacked("gru", seed);
  }

  /**
   * Two bidirectional layers whose directions are joined by Transpose and Reshape; the mean over
   * time is classified.
   */
  public static Model biLstm(long seed) {
    return bidirectional("lstm", seed);
  }

  public static Model biGru(long seed) {
    return bidirectional("gru", seed);
  }

  private static Model stacked(String kind, long seed) {
    GraphBuilder g = GraphBuilder.settled(kind, seed);
    String x = g.transpose(g.input("x", STEPS, 5), 1, 0, 2);
    String y = recurrent(g, kind, "rnn1", new Run(x, 8, false)).get(0);
    y = g.shaped(g.node("Squeeze", Map.of(), y, g.vector("direction", 1)), STEPS, -1, 8);
    String last = recurrent(g, kind, "rnn2", new Run(y, 6, false)).get(1);
    last = g.shaped(g.node("Squeeze", Map.of(), last, g.vector("first", 0)), -1, 6);
    return g.output(g.gemm("fc", last, CLASSES), "logits").build();
  }

  private static Model bidirectional(String kind, long seed) {
    GraphBuilder g = GraphBuilder.settled(kind.equals("lstm") ? "biLstm" : "biGru", seed);
    String x = g.transpose(g.input("x", STEPS, 5), 1, 0, 2);
    x = joined(g, recurrent(g, kind, "rnn1", new Run(x, 6, true)).get(0));
    x = joined(g, recurrent(g, kind, "rnn2", new Run(x, 4, true)).get(0));
    x = g.node("ReduceMean", Attributes.of("axes", new int[] {0}, "keepdims", 0), x);
    return g.output(g.gemm("fc", g.shaped(x, -1, 8), CLASSES), "logits").build();
  }

  private record Run(String x, int hidden, boolean bidirectional) {}

  private static List<String> recurrent(GraphBuilder g, String kind, String name, Run run) {
    Layers layers = new Layers(g);
    return kind.equals("lstm")
        ? layers.lstm(name, run.x(), run.hidden(), run.bidirectional())
        : layers.gru(name, run.x(), run.hidden(), run.bidirectional());
  }

  /** (steps, directions, batch, hidden) to (steps, batch, directions · hidden). */
  private static String joined(GraphBuilder g, String y) {
    int hidden = g.shape(y)[3];
    String swapped = g.transpose(y, 0, 2, 1, 3);
    return g.shaped(g.reshape(swapped, 0, 0, -1), STEPS, -1, 2 * hidden);
  }

  /** Token ids, their embeddings' mean, a dense head. */
  public static Model embeddingMean(long seed) {
    GraphBuilder g = GraphBuilder.settled("embeddingMean", seed);
    String ids = g.input("ids", DType.INT64, STEPS);
    String x = new Layers(g).embedding("table", ids, 8, 12);
    x = g.node("ReduceMean", Attributes.of("axes", new int[] {1}, "keepdims", 0), x);
    x = g.relu(g.gemm("fc1", g.shaped(x, -1, 12), 10));
    return g.output(g.gemm("fc2", x, CLASSES), "logits").build();
  }
}
