package dev.espalier.examples.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.espalier.ModulePath;
import dev.espalier.api.Espalier;
import dev.espalier.api.ModelJob;
import dev.espalier.data.DataSource;
import dev.espalier.data.Dataset;
import dev.espalier.feed.Preprocessing;
import dev.espalier.model.Tensor;
import dev.espalier.onnx.OnnxReader;
import dev.espalier.progress.Progress;
import dev.espalier.run.FittedNetwork;
import dev.espalier.runtime.OpenModel;
import dev.espalier.tune.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A pruned model and a dynamic one, asked about a record as it stands in the data. */
@Tag("slow")
class AskModelTest extends FittedNetwork {
  private ModelJob job() throws IOException {
    Path described =
        Files.writeString(
            folder.resolve("data.yaml"),
            "{path: data.csv, labels: {columns: [label], classes: [0, 1]}, preprocess: {mean: [1, 0, 0, 0, 0, 0], std: [2]}}");
    return Espalier.with(Tools.weightsOnly(Progress.NONE))
        .model(model)
        .data(described)
        .set("study=none")
        .set("latency.runs=5")
        .set("latency.largeBatch=2");
  }

  /**
   * The same answer for the record's text as for what the run itself fed, and from the program as a
   * module.
   */
  private void asked(Path run) throws IOException, InterruptedException {
    Dataset test = DataSource.open(folder.resolve("data.yaml"), OnnxReader.read(model)).test();
    Map<String, Tensor> fed = test.batch(new int[] {0}).inputs();
    String line =
        Files.readAllLines(folder.resolve("data.csv")).stream()
            .skip(1)
            .map(l -> l.substring(0, l.lastIndexOf(',')))
            .filter(l -> Preprocessing.read(run).of(AskModel.record(l)).equals(fed))
            .findFirst()
            .orElseThrow();
    String answer = AskModel.answer(run, AskModel.record(line));
    try (OpenModel opened = OpenModel.of(run, 1)) {
      assertEquals("x", opened.inputs().get(0).name());
      float[] y = opened.run(fed).get("y").floats();
      assertEquals(y[1] > y[0] ? "1" : "0", answer);
      assertArrayEquals(
          y, opened.run(Preprocessing.read(run).of(AskModel.record(line))).get("y").floats());
    }
    assertEquals(List.of("0", "1"), Preprocessing.read(run).classes());
    String said =
        new ModulePath(folder)
            .run(
                "dev.espalier.examples.runtime/dev.espalier.examples.runtime.AskModel",
                run.toString(),
                line);
    assertEquals(answer, said.lines().reduce("", (before, last) -> last), said);
  }

  @Test
  void aPrunedModelAnswersWithTheRunsPreprocessing() throws IOException, InterruptedException {
    Path run = folder.resolve("run");
    job().target("macs", 0.5).prune(run);
    asked(run);
  }

  @Test
  void aDynamicModelIsAskedAlike() throws IOException, InterruptedException {
    Path run = folder.resolve("dynamic");
    job()
        .target("macs", 0.7)
        .set("dynamic.members=0.3")
        .set("dynamic.exits=0")
        .set("dynamic.alone=none")
        .dynamic(run);
    asked(run);
  }
}
