package dev.espalier.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.model.GraphBuilder;
import dev.espalier.onnx.OnnxWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Two heads cut and tuned at once, told by task and by domain; and a domain without labels. */
@Tag("slow")
class SeveralTasksPruneTest {
  @TempDir Path folder;
  private Path model = Path.of("");

  /**
   * Three numbers; which is largest, what they sum up to but for noise, and the half of the day
   * they are of.
   */
  @BeforeEach
  void write() throws IOException {
    StringBuilder csv = new StringBuilder("a,b,c,largest,total,half\n");
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 900; i++) {
      double[] x = {random.nextDouble(), random.nextDouble(), random.nextDouble()};
      int largest = x[0] > x[1] ? x[0] > x[2] ? 0 : 2 : x[1] > x[2] ? 1 : 2;
      csv.append(x[0]).append(',').append(x[1]).append(',').append(x[2]).append(',');
      csv.append(largest).append(',');
      csv.append(x[0] + x[1] + x[2] + random.nextGaussian(0, 0.5)).append(',');
      csv.append(i % 2 == 0 ? "day" : "night").append('\n');
    }
    Files.writeString(folder.resolve("points.csv"), csv);
    GraphBuilder g = GraphBuilder.fresh("points", 1);
    String x = g.relu(g.gemm("trunk", g.input("x", 3), 24));
    x = g.relu(g.gemm("middle", x, 24));
    g.output(g.gemm("largest.fc", x, 3), "largest");
    Path untrained = folder.resolve("untrained.onnx");
    OnnxWriter.write(g.output(g.gemm("total.fc", x, 1), "total").build(), untrained);
    Cli run = run("tune", untrained, data("both", TASKS), "--from-scratch", "base", 12);
    assertEquals(ExitCode.DONE, run.code(), run.err());
    model = folder.resolve("base/model.onnx");
  }

  private static final String TASKS =
      """
      tasks:
        - {output: largest, labels: largest, weight: 2}
        - {output: total, labels: {columns: total, task: regression}}
      by: half
      """;

  private Path data(String name, String rest) throws IOException {
    return Files.writeString(
        folder.resolve(name + ".yaml"),
        """
        path: points.csv
        inputs: {x: [a, b, c]}
        splits: {train: 0-499, validation: 500-699, test: 700-899}
        """
            + rest);
  }

  private Cli run(String command, Path of, Path data, String how, String out, int epochs) {
    return Cli.training(command, of, data, how, folder.resolve(out), epochs, 0);
  }

  @Test
  void bothTasksAreKeptAndTold() throws IOException {
    Path data = data("both", TASKS);
    Cli run = run("prune", model, data, "--max-drop=0.3", "run", 3);
    JsonNode record = run.json();
    assertEquals(ExitCode.DONE, run.code(), record.get("steps").toString());
    assertTrue(record.get("certificate").get("certified").asBoolean());
    JsonNode parts = record.get("parts");
    assertEquals(6, parts.size()); // two tasks; two for each half of the day
    assertEquals("largest", parts.get(0).get("name").asString());
    assertEquals("accuracy of largest", parts.get(0).get("drop").get("metric").asString());
    assertEquals(200, parts.get(1).get("drop").get("records").asInt());
    assertTrue(parts.get(1).get("expected").get("high").isNumber());
    assertEquals("day, largest", parts.get(2).get("name").asString());
    assertEquals(100, parts.get(2).get("drop").get("records").asInt());
    String reasons = record.get("steps").toString();
    assertTrue(
        reasons.contains("accuracy of largest") && reasons.contains("relative-mse of total"),
        reasons);
    String report = Files.readString(folder.resolve("run/report.html"));
    assertTrue(report.contains("Quality by task") && report.contains("Quality by half"));
    assertEquals(ExitCode.DONE, Cli.run("verify", model, folder.resolve("run")).code());
  }

  /** Day and night are drawn alike, so what is told of each adds up to the whole. */
  @Test
  void evaluateAndCompareTellByColumn() throws IOException {
    Path data = data("one", "tasks: [{output: largest, labels: largest}]\n");
    JsonNode json = Cli.run("evaluate", model, "--data", data, "--by", "half", "--json").json();
    JsonNode by = json.get("by");
    double mean =
        (by.get("day").get("metrics").get("accuracy").asDouble()
                + by.get("night").get("metrics").get("accuracy").asDouble())
            / 2;
    assertEquals(json.get("metrics").get("accuracy").asDouble(), mean, 1e-9);
    Cli compared = Cli.run("compare", model, model, "--data", data, "--by", "half", "--runs", "5");
    assertTrue(compared.out().contains("night"), compared.out());
    assertEquals(
        ExitCode.BAD_INPUT, Cli.run("evaluate", model, "--data", data, "--by", "mood").code());
  }

  @Test
  void withoutLabelsTheOriginalIsTheMeasure() throws IOException {
    Path data =
        data("bare", "tasks: [{output: largest, labels: none}, {output: total, labels: none}]\n");
    Cli run = run("prune", model, data, "--max-drop=0.3", "run", 4);
    JsonNode record = run.json();
    assertEquals(ExitCode.DONE, run.code(), record.get("steps").toString());
    assertEquals("agreement", record.get("drop").get("metric").asString());
    assertTrue(
        record.get("result").get("macs").asLong() < record.get("original").get("macs").asLong());
    String steps = record.get("steps").toString();
    assertTrue(steps.contains("agreement"), steps);
    assertFalse(record.get("warnings").toString().contains("nothing was tuned"), run.out());
    String warnings = record.get("warnings").toString();
    assertTrue(warnings.contains("no labels"), warnings);
    Cli tune = run("tune", model, data, "--set=seed=1", "tuned", 1);
    assertEquals(ExitCode.BAD_INPUT, tune.code());
    assertTrue(tune.err().contains("no labels to learn from"), tune.err());
  }
}
