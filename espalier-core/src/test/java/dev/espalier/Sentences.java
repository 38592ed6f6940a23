package dev.espalier;

import dev.espalier.model.Attributes;
import dev.espalier.model.DType;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Layers;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.model.ValueInfo;
import dev.espalier.model.ValueInfo.Dim;
import dev.espalier.onnx.OnnxWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Sentences of made-up words, each word of one of four topics, and a small network that embeds
 * them: its table holds the topics, and a feed-forward layer with more units than it needs follows.
 */
public final class Sentences {
  /** Values of an embedding. */
  public static final int WIDTH = 16;

  private static final int TOPICS = 4;
  private static final int WORDS = 40;
  private static final int HIDDEN = 64;
  private static final int POSITIONS = 32;

  private final SplittableRandom random;

  private Sentences(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** A vector for each token, {@code [N, L, 16]}, of ids, mask, types and positions. */
  public static Model tokens() {
    GraphBuilder g = GraphBuilder.fresh("sentences", 1);
    String x = body(g);
    return g.output(x, "last_hidden_state").build();
  }

  /** A vector for each sentence, {@code [N, 16]}: the mean over the mask, made of length 1. */
  public static Model vectors() {
    GraphBuilder g = GraphBuilder.fresh("vectors", 1);
    String x = body(g);
    String mask = g.node("Cast", Attributes.of("to", 1), "attention_mask");
    String weights = g.shaped(g.node("Unsqueeze", Map.of(), mask, g.vector("last", 2)), -1, -1, 1);
    String sum = sum(g, g.mul(x, weights), "sum", WIDTH);
    String mean = g.node("Div", Map.of(), sum, sum(g, weights, "count", 1));
    String norm = g.node("ReduceL2", Attributes.of("axes", new int[] {1}, "keepdims", 1), mean);
    return g.output(g.shaped(g.node("Div", Map.of(), mean, norm), -1, WIDTH), "embedding").build();
  }

  private static String sum(GraphBuilder g, String x, String name, int width) {
    String axis = g.vector(name + ".axis", 1);
    return g.shaped(g.node("ReduceSum", Attributes.of("keepdims", 0), x, axis), -1, width);
  }

  private static String body(GraphBuilder g) {
    Layers layers = new Layers(g);
    String ids = g.input(tokens("input_ids"));
    String mask = g.input(tokens("attention_mask"));
    String types = g.input(tokens("token_type_ids"));
    String places = g.input(tokens("position_ids"));
    String words = g.node("Gather", Map.of(), g.constant("words", table()), ids);
    String x = g.shaped(words, -1, -1, WIDTH);
    x = g.add(x, layers.embedding("types", types, 2, WIDTH));
    x = g.add(x, layers.embedding("places", places, POSITIONS, WIDTH));
    String hidden = g.relu(g.linear("up", x, HIDDEN));
    String kept = g.node("Cast", Attributes.of("to", 1), mask);
    String shown = g.node("Unsqueeze", Map.of(), kept, g.vector("shown", 2));
    return g.add(x, g.mul(g.linear("down", hidden, WIDTH), g.shaped(shown, -1, -1, 1)));
  }

  private static ValueInfo tokens(String name) {
    return ValueInfo.of(name, DType.INT64, Dim.symbol("N"), Dim.symbol("L"));
  }

  /** Words of one topic lie near each other. */
  private static Tensor table() {
    SplittableRandom random = new SplittableRandom(3);
    float[] values = new float[(WORDS + 2) * WIDTH];
    for (int i = 2 * WIDTH; i < values.length; i++) {
      boolean own = i % WIDTH / TOPICS == (i / WIDTH - 2) % TOPICS;
      values[i] = (float) ((own ? 2 : 0) + random.nextDouble(-1, 1));
    }
    return Tensor.floats(values, WORDS + 2, WIDTH);
  }

  /**
   * Leaves in a folder: {@code model.onnx} ({@link #tokens}), {@code tokenizer.json}, {@code
   * train.csv}, {@code dev.csv}, {@code test.csv} (two sentences, and how many topics they share),
   * {@code texts.tsv} (a number, a sentence), {@code pairs.jsonl} (a query, its document), and
   * {@code pairs.yaml}, which describes the first three.
   */
  public static void write(Path folder) throws IOException {
    OnnxWriter.write(tokens(), folder.resolve("model.onnx"));
    String vocabulary =
        IntStream.range(0, WORDS)
            .mapToObj(w -> "\"w%d\": %d".formatted(w, w + 2))
            .collect(Collectors.joining(", "));
    Files.writeString(
        folder.resolve("tokenizer.json"),
        """
        {"version": "1.0", "truncation": null, "padding": null, "added_tokens": [], "normalizer": null,
         "pre_tokenizer": {"type": "Whitespace"}, "post_processor": null, "decoder": null,
         "model": {"type": "WordLevel", "unk_token": "[UNK]", "vocab": {"[PAD]": 0, "[UNK]": 1, %s}}}
        """
            .formatted(vocabulary));
    Sentences sentences = new Sentences(5);
    sentences.pairs(folder.resolve("train.csv"), 300);
    sentences.pairs(folder.resolve("dev.csv"), 200);
    sentences.pairs(folder.resolve("test.csv"), 200);
    sentences.texts(folder.resolve("texts.tsv"));
    sentences.documents(folder.resolve("pairs.jsonl"));
    Files.writeString(
        folder.resolve("pairs.yaml"),
        """
        task: embedding
        format: csv
        path: .
        labels: {pair: [first, second], score: score}
        tokenizer: tokenizer.json
        length: 12
        splits: {train: train.csv, validation: dev.csv, test: test.csv}
        """);
  }

  private void pairs(Path file, int count) throws IOException {
    StringBuilder rows = new StringBuilder("first,second,score\n");
    for (int i = 0; i < count; i++) {
      int[] first = topics();
      int[] second = topics();
      long shared =
          IntStream.of(first)
              .distinct()
              .filter(t -> IntStream.of(second).anyMatch(s -> s == t))
              .count();
      rows.append(String.format(Locale.ROOT, "%s,%s,%d%n", said(first), said(second), shared));
    }
    Files.writeString(file, rows);
  }

  private void texts(Path file) throws IOException {
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < 300; i++) {
      rows.append(i % 4).append('\t').append(said(topics())).append('\n');
    }
    Files.writeString(file, rows);
  }

  private void documents(Path file) throws IOException {
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < 120; i++) {
      String query = said(topics());
      rows.append(
          "{\"query\": \"%s\", \"document\": \"%s w%d\"}\n".formatted(query, query, i % WORDS));
    }
    Files.writeString(file, rows);
  }

  private int[] topics() {
    return random.ints(2 + random.nextInt(4), 0, TOPICS).toArray();
  }

  private String said(int[] topics) {
    return IntStream.of(topics)
        .mapToObj(t -> "w" + (t + TOPICS * random.nextInt(WORDS / TOPICS)))
        .collect(Collectors.joining(" "));
  }
}
