package dev.espalier.examples.jobs;

import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * A model of two outputs that nobody has labels for: {@code task: match}. It is cut to answer as
 * the original does.
 */
public final class Features implements Job {
  private static final int RECORDS = 2000;

  /** Has no state. */
  public Features() {}

  @Override
  public String task() {
    return "match";
  }

  @Override
  public Model untrained() {
    GraphBuilder g = GraphBuilder.fresh("features", 1);
    String x = g.relu(g.gemm("first", g.input("x", 6), 64));
    x = g.relu(g.gemm("second", x, 64));
    return g.output(g.gemm("near", x, 8), "vector").output(g.gemm("far", x, 3), "offsets").build();
  }

  @Override
  public Path data(Path folder) throws IOException {
    SplittableRandom random = new SplittableRandom(4);
    StringBuilder csv = new StringBuilder("a,b,c,d,e,f\n");
    for (int i = 0; i < RECORDS; i++) {
      for (int j = 0; j < 6; j++) {
        csv.append(String.format(Locale.ROOT, "%.4f", random.nextGaussian()));
        csv.append(j < 5 ? ',' : '\n');
      }
    }
    Files.writeString(folder.resolve("features.csv"), csv);
    return Files.writeString(
        folder.resolve("features.yaml"), "{task: match, path: features.csv, labels: none}\n");
  }

  @Override
  public int epochs() {
    return 0;
  }
}
