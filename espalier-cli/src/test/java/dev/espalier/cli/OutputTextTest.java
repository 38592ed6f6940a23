package dev.espalier.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.espalier.recipe.Recipe;
import dev.espalier.recipe.RecipeCodec;
import dev.espalier.record.CertificateRecord;
import dev.espalier.record.Drop;
import dev.espalier.record.Figures;
import dev.espalier.record.Figures.LatencyFigure;
import dev.espalier.record.RunRecord;
import dev.espalier.record.RunRecordBuilder;
import dev.espalier.record.Status;
import dev.espalier.record.StepRecord;
import dev.espalier.record.StepRecord.EpochRecord;
import dev.espalier.record.TargetRecord;
import dev.espalier.verdict.Verdicts;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a user reads at the end of a run, word for word. To change a text on purpose, put what the
 * test found into the file that it names.
 */
class OutputTextTest {
  private static final Verdicts.Chances ABOVE = new Verdicts.Chances(false, false, "");
  private static final Recipe HALF = recipe("goal.target=macs", "goal.ratio=0.5");
  private static final Recipe WITHIN = recipe("goal.maxDrop=0.01");

  private static Recipe recipe(String... settings) {
    Recipe recipe = Recipe.defaults();
    for (String setting : settings) {
      recipe = RecipeCodec.set(recipe, setting);
    }
    return recipe;
  }

  private static Figures figures(double size, double micros, double accuracy) {
    List<LatencyFigure> latency =
        List.of(
            new LatencyFigure(1, 1, micros, micros, micros, micros),
            new LatencyFigure(32, 1, 20 * micros, 20 * micros, 20 * micros, 20 * micros));
    return new Figures(
        Math.round(270_000 * size),
        Math.round(40_800_000 * size),
        Math.round(1_100_000 * size),
        Math.round(1_000_000 * size),
        Math.round(270_000 * size),
        latency,
        Map.of("accuracy", accuracy),
        List.of());
  }

  /** A run that ended with half of the MACs. */
  private static RunRecordBuilder run(String message, double micros, double accuracy) {
    return RunRecord.builder()
        .status(Status.DONE, message)
        .original(figures(1, 900, 0.9173))
        .result(figures(0.5, micros, accuracy))
        .certificate(
            new CertificateRecord(
                true, 4.2e-6, 1.1e-6, 1e-4, 1e-5, "the cut model equals the masked one"));
  }

  private static Drop drop(double value, @Nullable Double allowed) {
    return new Drop("accuracy", value, value - 0.004, value + 0.004, 0.95, allowed, 5000, "paired");
  }

  private static StepRecord step(int number, double share, String decision, String... reasons) {
    List<EpochRecord> epochs =
        number == 0 ? List.of() : List.of(new EpochRecord(1, 0.3, 0.91, 0.05, 60, 800));
    return new StepRecord(
        number,
        share,
        decision,
        List.of(reasons),
        Math.round(40_800_000 * share),
        Math.round(270_000 * share),
        number == 0 ? Double.NaN : 0.72,
        number == 0 ? 0.915 : 0.915 - 0.008 * number,
        epochs,
        60,
        0);
  }

  private static TargetRecord half() {
    return new TargetRecord("macs", 0.5, true, 0.499, true);
  }

  private static void reads(String file, String found) throws IOException {
    try (InputStream in = OutputTextTest.class.getResourceAsStream("/output/" + file)) {
      assertNotNull(in, file + " is missing; it should read:\n" + found);
      assertEquals(
          new String(in.readAllBytes(), StandardCharsets.UTF_8),
          found.replace(System.lineSeparator(), "\n"),
          file);
    }
  }

  private static String text(Recipe recipe, RunRecordBuilder record) {
    return RunText.of(new Verdicts(recipe, ABOVE).judged(record), Path.of("run"));
  }

  @Test
  void done() throws IOException {
    RunRecordBuilder record =
        run("the smallest model found within the allowed loss", 520, 0.9121)
            .drop(drop(0.0052, 0.01))
            .expected(drop(0.006, 0.01))
            .step(step(0, 1, "original"))
            .step(step(1, 0.5, "accept", "drop of accuracy 0.0080, allowed 0.0100: accepted"))
            .step(step(2, 0.35, "reject", "drop of accuracy 0.0160, allowed 0.0100: rejected"));
    reads("done.txt", text(WITHIN, record));
  }

  @Test
  void repeated() throws IOException {
    StepRecord first = step(1, 0.5, "accept", "drop of accuracy 0.0080, allowed 0.0100: accepted");
    StepRecord second =
        step(2, 0.35, "reject", "drop of accuracy 0.0160, allowed 0.0100: rejected");
    RunRecordBuilder record =
        run("the smallest model found within the allowed loss", 520, 0.9121)
            .drop(drop(0.0052, 0.01))
            .step(step(0, 1, "original"))
            .step(first)
            .step(second)
            .step(second.again(3, 0.36, List.of("the same cut as trial 2")))
            .step(first.again(4, 0.48, List.of("the same cut as trial 1")));
    reads("repeated.txt", text(WITHIN, record));
  }

  @Test
  void amber() throws IOException {
    RunRecordBuilder record =
        run("the target was reached", 520, 0.8041)
            .drop(drop(0.1132, null))
            .targets(List.of(half()))
            .step(step(1, 0.5, "accept"));
    reads("amber.txt", text(HALF, record));
  }

  @Test
  void unreachable() throws IOException {
    String message =
        "no cut stayed within the allowed loss: 7 cuts were tried; the nearest, to 0.50 of the macs,"
            + " lost 0.0160 of accuracy (0.0120 to 0.0200 on 5000 examples; allowed 0.0100); the"
            + " original was kept. What would help: more examples to decide on, a longer tuning"
            + " (tune.epochs, goal.minutes) or a larger --max-drop";
    RunRecordBuilder record =
        run(message, 520, 0.9013)
            .status(Status.UNREACHABLE, message)
            .drop(drop(0.016, 0.01))
            .step(step(0, 1, "original"))
            .step(step(2, 0.5, "reject", "drop of accuracy 0.0160, allowed 0.0100: rejected"));
    reads("unreachable.txt", text(WITHIN, record));
  }

  @Test
  void slower() throws IOException {
    RunRecordBuilder record =
        run("the target was reached", 1310, 0.9121)
            .drop(drop(0.0052, null))
            .targets(List.of(half()))
            .step(step(1, 0.5, "accept"));
    reads("slower.txt", text(HALF, record));
  }

  @Test
  void interrupted(@TempDir Path folder) throws IOException {
    Path run = folder.resolve("run");
    Files.createDirectories(run.resolve("work"));
    List<String> typed =
        List.of(
            "prune",
            "model.onnx",
            "--data",
            "my data.yaml",
            "--max-drop",
            "0.01",
            "--out",
            run.toString());
    String line = Interruption.line(typed, true) + System.lineSeparator();
    reads("interrupted.txt", line.replace(run.toString(), "run"));
  }

  @Test
  void divergedAndRecovered() throws IOException {
    RunRecordBuilder record =
        run("the target was reached", 520, 0.9121)
            .drop(drop(0.0052, null))
            .targets(List.of(half()))
            .step(
                step(
                    1,
                    0.5,
                    "accept",
                    "attempt 1: the accuracy on examples that were not learnt from went from 0.8600"
                        + " to 0.1000 after 25 % of the updates; back to the weights before tuning,"
                        + " rate 2.5e+02, gradients clipped at 12, warm-up over 20 % of the updates"));
    reads("diverged.txt", text(HALF, record));
  }
}
