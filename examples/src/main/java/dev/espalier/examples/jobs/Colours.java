package dev.espalier.examples.jobs;

import dev.espalier.model.DType;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Layers;
import dev.espalier.model.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Vectors of texts, by pairs with scores: {@code task: embedding}. Texts are mixtures, such as
 * "dark red with pale green", and those of like colours lie near each other. Pairs judge vectors
 * but teach nothing, so the model first learns the colours themselves.
 */
public final class Colours implements Job {
  private static final int LENGTH = 5;
  private static final List<String> NAMES =
      List.of("red", "orange", "yellow", "green", "cyan", "blue", "purple", "pink");

  /** Red, green and blue of each, from -1 to 1. */
  private static final double[][] VALUES = {
    {1, -1, -1}, {1, 0, -1}, {1, 1, -1}, {-1, 1, -1},
    {-1, 1, 1}, {-1, -1, 1}, {0, -1, 1}, {1, 0, 0.5}
  };

  private static final List<String> SHADES = List.of("dark", "pale", "dull", "pure");

  /** Has no state. */
  public Colours() {}

  @Override
  public String task() {
    return "embedding";
  }

  private static List<String> words() {
    return Stream.of(NAMES, SHADES, List.of("with")).flatMap(List::stream).toList();
  }

  @Override
  public Model untrained() {
    GraphBuilder g = GraphBuilder.fresh("colours", 1);
    String ids = g.input("input_ids", DType.INT64, LENGTH);
    String x = g.flatten(new Layers(g).embedding("words", ids, Words.tokens(words()), 16));
    x = g.relu(g.gemm("first", x, 64));
    x = g.relu(g.gemm("second", x, 64));
    return g.output(g.gemm("colour", x, 3), "vector").build();
  }

  @Override
  public Path data(Path folder) throws IOException {
    SplittableRandom random = new SplittableRandom(6);
    Words.write(words(), folder);
    Files.writeString(folder.resolve("train.csv"), pairs(400, random));
    Files.writeString(folder.resolve("test.csv"), pairs(200, random));
    return Files.writeString(
        folder.resolve("colours.yaml"),
        """
        task: embedding
        path: .
        labels: {pair: [first, second], score: score}
        splits: {train: train.csv, test: test.csv}
        tokenizer: tokenizer.json
        """);
  }

  @Override
  public Path lessons(Path data) throws IOException {
    SplittableRandom random = new SplittableRandom(7);
    StringBuilder csv = new StringBuilder("text,red,green,blue\n");
    for (int i = 0; i < 2000; i++) {
      Mixture mixture = Mixture.of(random);
      csv.append(mixture.text());
      for (double part : mixture.colour()) {
        csv.append(String.format(Locale.ROOT, ",%.3f", part));
      }
      csv.append('\n');
    }
    Files.writeString(data.resolveSibling("lessons.csv"), csv);
    return Files.writeString(
        data.resolveSibling("lessons.yaml"),
        """
        task: regression
        path: lessons.csv
        inputs: {text: text}
        labels: [red, green, blue]
        tokenizer: tokenizer.json
        """);
  }

  private static String pairs(int many, SplittableRandom random) {
    StringBuilder csv = new StringBuilder("first,second,score\n");
    for (int i = 0; i < many; i++) {
      Mixture first = Mixture.of(random);
      Mixture second = Mixture.of(random);
      double score = cosine(first.colour(), second.colour());
      csv.append(String.format(Locale.ROOT, "%s,%s,%.3f%n", first.text(), second.text(), score));
    }
    return csv.toString();
  }

  private static double cosine(double[] a, double[] b) {
    return product(a, b) / Math.sqrt(product(a, a) * product(b, b));
  }

  private static double product(double[] a, double[] b) {
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
  }

  /** Two parts of one shade, one part of another. */
  private record Mixture(String text, double[] colour) {
    static Mixture of(SplittableRandom random) {
      int[] names = random.ints(2, 0, NAMES.size()).toArray();
      int[] shades = random.ints(2, 0, SHADES.size()).toArray();
      double[] one = shaded(VALUES[names[0]], shades[0]);
      double[] other = shaded(VALUES[names[1]], shades[1]);
      double[] mixed = new double[one.length];
      Arrays.setAll(mixed, i -> (2 * one[i] + other[i]) / 3);
      return new Mixture(
          "%s %s with %s %s"
              .formatted(
                  SHADES.get(shades[0]), NAMES.get(names[0]),
                  SHADES.get(shades[1]), NAMES.get(names[1])),
          mixed);
    }

    private static double[] shaded(double[] colour, int shade) {
      return Arrays.stream(colour)
          .map(
              c ->
                  switch (SHADES.get(shade)) {
                    case "dark" -> (c - 1) / 2;
                    case "pale" -> (c + 1) / 2;
                    case "dull" -> c / 3;
                    default -> c;
                  })
          .toArray();
    }
  }

  @Override
  public int epochs() {
    return 20;
  }
}
