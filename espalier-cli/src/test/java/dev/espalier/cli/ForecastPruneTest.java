package dev.espalier.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.model.GraphBuilder;
import dev.espalier.onnx.OnnxWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A forecast whose answers have two axes, trained, cut and judged on a series of two waves. */
@Tag("slow")
class ForecastPruneTest {
  private static final int ROWS = 1000;

  @TempDir Path folder;

  @Test
  void aForecastIsTrainedCutAndJudged() throws IOException {
    Path data = series();
    GraphBuilder g = GraphBuilder.fresh("waves", 1);
    String x = g.relu(g.gemm("hidden", g.flatten(g.input("x", 16, 2)), 48));
    g.output(g.reshape(g.gemm("steps", x, 8), 0, 4, 2), "ahead");
    Path untrained = folder.resolve("untrained.onnx");
    OnnxWriter.write(g.build(), untrained);
    Cli tuned = run("tune", untrained, data, "--from-scratch", "base", 20);
    assertEquals(ExitCode.DONE, tuned.code(), tuned.err());
    Path model = folder.resolve("base/model.onnx");

    JsonNode told = Cli.run("evaluate", model, "--data", data, "--json").json();
    assertEquals(46, told.get("records").asInt(), "200 rows, 20 a record, a new one every 4 rows");
    JsonNode metrics = told.get("metrics");
    assertTrue(metrics.get("r2").asDouble() > 0.8, metrics.toString());
    assertEquals(1 - metrics.get("r2").asDouble(), metrics.get("relative-mse").asDouble(), 1e-9);
    double smape = metrics.get("smape").asDouble();
    assertTrue(smape > 0 && smape < 1, metrics.toString());

    Cli cut = run("prune", model, data, "--target=params=0.5", "run", 4);
    assertEquals(ExitCode.DONE, cut.code(), cut.err());
    JsonNode record = cut.json();
    assertTrue(record.get("certificate").get("certified").asBoolean());
    Path report = folder.resolve("run/report.html");
    assertTrue(Files.readString(report).contains("Forecast of 8 numbers"), "the task is named");
  }

  private Path series() throws IOException {
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

  private Cli run(String command, Path of, Path data, String how, String out, int epochs) {
    return Cli.training(command, of, data, how, folder.resolve(out), epochs, 0.005);
  }
}
