package dev.espalier.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.espalier.SharedData;
import dev.espalier.TabularGraphs;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Model;
import dev.espalier.model.ValueInfo;
import dev.espalier.onnx.OnnxReader;
import dev.espalier.onnx.OnnxWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pipelines of scikit-learn: the network is cut and tuned, what stands around it stays. */
@Tag("slow")
class PipelinePruneTest {
  @TempDir Path folder;

  /** Rows of numbers and a label; every ninth cell of the first column is empty. */
  private Path data(String name, int columns, boolean gaps, List<String> labels)
      throws IOException {
    StringBuilder csv = new StringBuilder();
    for (int i = 0; i < columns; i++) {
      csv.append("f").append(i).append(',');
    }
    csv.append("label\n");
    SplittableRandom random = new SplittableRandom(3);
    for (int row = 0; row < 300; row++) {
      for (int i = 0; i < columns; i++) {
        csv.append(gaps && i == 0 && row % 9 == 0 ? "" : random.nextGaussian() + "").append(',');
      }
      csv.append(labels.get(row % labels.size())).append('\n');
    }
    Files.writeString(folder.resolve(name + ".csv"), csv);
    return Files.writeString(
        folder.resolve(name + ".yaml"), "path: " + name + ".csv\nlabels: label\n");
  }

  private void prunes(Path model, Path data, String out) {
    Cli inspect = Cli.run("inspect", model, "--json");
    assertEquals(ExitCode.DONE, inspect.code(), inspect.err());
    Cli run =
        Cli.run(
            "prune",
            model,
            "--data",
            data,
            "--target",
            "macs=0.5",
            "--out",
            folder.resolve(out),
            "--set",
            "tune.epochs=1",
            "--set",
            "tune.minUpdates=1",
            "--set",
            "study=none",
            "--set",
            "latency.runs=10");
    assertEquals(ExitCode.DONE, run.code(), run.out() + run.err());
    Path result = folder.resolve(out).resolve("model.onnx");
    Model before = OnnxReader.read(model);
    Model after = OnnxReader.read(result);
    assertTrue(after.parameters() < 0.7 * before.parameters(), "" + after.parameters());
    assertEquals(
        before.whole().graph().outputs().stream().map(ValueInfo::name).toList(),
        after.whole().graph().outputs().stream().map(ValueInfo::name).toList());
    assertEquals(before.ending().initializers(), after.ending().initializers());
    Cli verify = Cli.run("verify", model, folder.resolve(out));
    assertEquals(ExitCode.DONE, verify.code(), verify.out() + verify.err());
  }

  @Test
  void labelsAndTablesOfNamesAreMadeOfTheCutNetworksScores() throws IOException, OrtException {
    Path data = data("pets", 4, true, List.of("eel", "cat", "dog"));
    for (String kind : List.of("labelled", "zipped")) {
      Path model = folder.resolve(kind + ".onnx");
      OnnxWriter.write(
          kind.equals("zipped") ? TabularGraphs.zipped() : TabularGraphs.labelled(), model);
      prunes(model, data, kind);
    }
    Path result = folder.resolve("labelled/model.onnx");
    OrtEnvironment ort = OrtEnvironment.getEnvironment();
    try (OrtSession session = ort.createSession(result.toString());
        OnnxTensor row = OnnxTensor.createTensor(ort, new float[][] {{Float.NaN, 1, 2, 3}});
        OrtSession.Result said = session.run(Map.of("x", row))) {
      float[] p = ((float[][]) said.get("probabilities").orElseThrow().getValue())[0];
      int best = p[0] > p[1] ? p[0] > p[2] ? 0 : 2 : p[1] > p[2] ? 1 : 2;
      assertArrayEquals(
          new String[] {List.of("cat", "dog", "eel").get(best)},
          (String[]) said.get("label").orElseThrow().getValue());
    }
  }

  @Test
  void theCasesOfOthersAreCut() throws IOException {
    List<String> letters =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ".chars().mapToObj(Character::toString).toList();
    Path data = data("letters", 16, false, letters);
    for (String name : List.of("sklearn_string_labels", "sklearn_zipmap")) {
      prunes(SharedData.require("cases/" + name + ".onnx"), data, name);
    }
  }

  @Test
  void anEmbeddingIsNoClassifier() throws IOException {
    GraphBuilder g = GraphBuilder.settled("embedding", 1);
    String x = g.gemm("fc", g.relu(g.gemm("hidden", g.input("x", 4), 32)), 384);
    Path model = folder.resolve("embedding.onnx");
    OnnxWriter.write(g.output(x, "y").build(), model);
    Path data = data("digits", 4, false, List.of("0", "1", "2", "3"));
    List<Cli> runs =
        List.of(
            Cli.run("evaluate", model, "--data", data),
            Cli.run(
                "prune",
                model,
                "--data",
                data,
                "--max-drop",
                "0.01",
                "--out",
                folder.resolve("none")));
    for (Cli run : runs) {
      assertEquals(ExitCode.BAD_INPUT, run.code(), run.err());
      assertTrue(run.err().contains("has 384 values per record"), run.err());
    }
  }

  @Test
  void metricsThatDoNotExistAreRefusedByEveryCommand() throws IOException {
    Path model = folder.resolve("model.onnx");
    OnnxWriter.write(TabularGraphs.labelled(), model);
    Path data = data("pets", 4, true, List.of("eel", "cat", "dog"));
    Path wrong =
        Files.writeString(
            folder.resolve("wrong.yaml"), "path: pets.csv\nlabels: label\nmetric: macrof1\n");
    Path out = folder.resolve("none");
    List<Cli> runs =
        List.of(
            Cli.run("evaluate", model, "--data", wrong),
            Cli.run("compare", model, model, "--data", wrong),
            Cli.run("analyze", model, "--data", wrong),
            Cli.run("prune", model, "--data", wrong, "--target", "macs=0.5", "--out", out),
            Cli.run("dynamic", model, "--data", wrong, "--max-drop", "0.1", "--out", out),
            Cli.run("analyze", model, "--data", data, "--set", "goal.metric=macrof1"),
            Cli.run("prune", model, "--data", data, "--set", "goal.metric=macrof1", "--out", out),
            Cli.run(
                "dynamic", model, "--data", data, "--set", "goal.metric=macrof1", "--out", out));
    for (Cli run : runs) {
      assertEquals(ExitCode.BAD_INPUT, run.code(), run.out() + run.err());
      assertTrue(run.err().contains("did you mean \"macro-f1\"?"), run.err());
    }
  }

  @Test
  void oneModelAloneCannotBeMeasuredWithoutLabels() throws IOException {
    Path model = folder.resolve("model.onnx");
    OnnxWriter.write(TabularGraphs.labelled(), model);
    data("pets", 4, true, List.of("eel"));
    Path bare =
        Files.writeString(
            folder.resolve("bare.yaml"),
            "path: pets.csv\nlabels: none\ninputs: {x: [f0, f1, f2, f3]}\n");
    Cli run = Cli.run("evaluate", model, "--data", bare);
    assertEquals(ExitCode.BAD_INPUT, run.code());
    assertTrue(run.err().contains("has no labels"), run.err());
  }
}
