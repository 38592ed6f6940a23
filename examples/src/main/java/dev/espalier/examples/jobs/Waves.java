package dev.espalier.examples.jobs;

import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/** Two series of a file, four steps ahead: {@code task: forecast}. */
public final class Waves implements Job {
  private static final int ROWS = 1500;

  /** Has no state. */
  public Waves() {}

  @Override
  public String task() {
    return "forecast";
  }

  @Override
  public Model untrained() {
    GraphBuilder g = GraphBuilder.fresh("waves", 1);
    String x = g.relu(g.gemm("hidden", g.flatten(g.input("x", 16, 2)), 64));
    return g.output(g.reshape(g.gemm("steps", x, 8), 0, 4, 2), "ahead").build();
  }

  @Override
  public Path data(Path folder) throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    StringBuilder csv = new StringBuilder("slow,fast\n");
    for (int i = 0; i < ROWS; i++) {
      csv.append(20 + 5 * Math.sin(i / 9.0) + random.nextGaussian(0, 0.3)).append(',');
      csv.append(3 * Math.cos(i / 4.0) + random.nextGaussian(0, 0.3)).append('\n');
    }
    Files.writeString(folder.resolve("waves.csv"), csv);
    return Files.writeString(
        folder.resolve("waves.yaml"),
        """
        task: forecast
        path: waves.csv
        inputs: {x: [slow, fast]}
        labels: [slow, fast]
        window: {length: 16, horizon: 4}
        preprocess: {standardise: true}
        """);
  }

  @Override
  public int epochs() {
    return 20;
  }
}
