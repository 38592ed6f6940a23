package dev.espalier.examples.jobs;

import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.SplittableRandom;

/** Several labels a record, each yes or no: {@code multi-label}. */
public final class Weather implements Job {
  private static final int RECORDS = 2000;

  /** Has no state. */
  public Weather() {}

  @Override
  public String task() {
    return "multi-label";
  }

  @Override
  public Model untrained() {
    GraphBuilder g = GraphBuilder.fresh("weather", 1);
    String x = g.relu(g.gemm("first", g.input("x", 4), 48));
    x = g.relu(g.gemm("second", x, 48));
    return g.output(g.gemm("labels", x, 3), "logits").build();
  }

  @Override
  public Path data(Path folder) throws IOException {
    SplittableRandom random = new SplittableRandom(2);
    StringBuilder csv = new StringBuilder("pressure,humidity,warmth,gradient,rain,wind,fog\n");
    for (int i = 0; i < RECORDS; i++) {
      double[] at = random.doubles(4, -1, 1).toArray();
      for (double each : at) {
        csv.append(String.format(Locale.ROOT, "%.4f,", each));
      }
      int rain = at[1] - at[0] > 0.3 ? 1 : 0;
      int wind = Math.abs(at[3]) > 0.5 ? 1 : 0;
      int fog = wind == 0 && at[1] > 0.2 && at[2] < 0 ? 1 : 0;
      csv.append(rain).append(',').append(wind).append(',').append(fog).append('\n');
    }
    Files.writeString(folder.resolve("weather.csv"), csv);
    return Files.writeString(
        folder.resolve("weather.yaml"),
        """
        path: weather.csv
        inputs: {x: [pressure, humidity, warmth, gradient]}
        labels: [rain, wind, fog]
        """);
  }

  @Override
  public int epochs() {
    return 20;
  }
}
