package dev.espalier.examples.jobs;

import dev.espalier.model.DType;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Layers;
import dev.espalier.model.Model;
import dev.espalier.model.ValueInfo;
import dev.espalier.model.ValueInfo.Dim;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What comes next, by token ids: {@code task: next-token}. Texts count upwards by one to three. */
public final class Counting implements Job {
  private static final int TOKENS = 24;
  private static final int LENGTH = 16;

  /** Has no state. */
  public Counting() {}

  @Override
  public String task() {
    return "next-token";
  }

  @Override
  public Model untrained() {
    GraphBuilder g = GraphBuilder.fresh("counting", 1);
    Layers layers = new Layers(g);
    String ids = g.input(ValueInfo.of("input_ids", DType.INT64, Dim.symbol("N"), Dim.symbol("T")));
    String x = layers.embedding("tokens", g.shaped(ids, -1, -1), TOKENS, 16);
    String y = layers.lstm("rnn", g.transpose(x, 1, 0, 2), 48, false).get(0);
    String steps = g.reshape(g.transpose(y, 2, 0, 1, 3), 0, -1, 48);
    return g.output(g.linear("next", steps, TOKENS), "logits").build();
  }

  @Override
  public Path data(Path folder) throws IOException {
    SplittableRandom random = new SplittableRandom(3);
    String lines =
        IntStream.range(0, 800)
            .mapToObj(i -> text(random.nextInt(TOKENS), random.nextInt(1, 4)))
            .collect(Collectors.joining());
    Files.writeString(folder.resolve("counting.jsonl"), lines);
    return Files.writeString(
        folder.resolve("counting.yaml"),
        "{task: next-token, format: jsonl, path: counting.jsonl}\n");
  }

  private static String text(int first, int step) {
    return IntStream.range(0, LENGTH)
        .mapToObj(i -> Integer.toString((first + i * step) % TOKENS))
        .collect(Collectors.joining(", ", "{\"input_ids\": [", "]}\n"));
  }

  @Override
  public int epochs() {
    return 12;
  }
}
