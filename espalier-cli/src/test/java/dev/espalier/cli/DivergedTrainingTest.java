package dev.espalier.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.files.Json;
import dev.espalier.record.RunRecord;
import dev.espalier.record.StepRecord;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A training that goes wrong while the original, its teacher, answers in native code: the process
 * once ended with SIGSEGV, since the teacher was closed while a worker still asked it.
 */
@Tag("slow")
class DivergedTrainingTest {
  private static final int PATIENCE_SECONDS = 300;

  @TempDir Path folder;

  @Test
  void endsWithAResultAndNoCrash() throws Exception {
    Digits.copy(folder);
    List<String> words =
        List.of(
            "prune",
            "digits.onnx",
            "--data",
            "digits.yaml",
            "--target",
            "macs=0.5",
            "--set",
            "study=none",
            "--set",
            "tune.epochs=4",
            "--set",
            "tune.distill=0.5",
            "--set",
            "tune.learningRate=1000",
            "--out",
            "run");
    Process child = Child.start(folder, "log", List.of(), words, environment -> {});
    assertTrue(child.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), "still running");
    String log = Files.readString(folder.resolve("log"));
    assertEquals(0, child.exitValue(), log);
    assertTrue(log.contains("the weights before tuning stay"), log);
    assertTrue(Pattern.compile(attempt()).matcher(log).find(), log);
    StepRecord step =
        Json.read(folder.resolve("run/run.json"), RunRecord.class).course().steps().get(0);
    assertEquals(step.metricBeforeTuning(), step.metricAfterTuning(), log);
  }

  /** The line of the stored output, with any numbers. */
  private static String attempt() throws IOException {
    try (InputStream in = DivergedTrainingTest.class.getResourceAsStream("/output/diverged.txt")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(l -> l.startsWith("trial 1: attempt 1"))
          .map(l -> l.replaceAll("\\d[\\d.e+-]*", "1").replaceAll("[^\\w ]", "."))
          .map(l -> l.replace("1", "[0-9.e+-]+"))
          .findFirst()
          .orElseThrow();
    }
  }
}
