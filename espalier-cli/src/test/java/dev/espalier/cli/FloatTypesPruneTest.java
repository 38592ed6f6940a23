package dev.espalier.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.SharedData;
import dev.espalier.Typed;
import dev.espalier.model.DType;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.onnx.OnnxReader;
import dev.espalier.onnx.OnnxWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Models of other floating types: cut, tuned, proven and written in their own types. */
@Tag("slow")
class FloatTypesPruneTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "conv_fp16, fp16_data, FLOAT16",
    "conv_float64, float64_data, DOUBLE",
    "mixed_precision, fp16_data, FLOAT",
    "fp16_hifigan, , FLOAT16"
  })
  void theCasesOfOthers(String name, String data, DType head) {
    Path model = SharedData.require("cases/" + name + ".onnx");
    Path out = folder.resolve(name);
    Cli run =
        data == null
            ? Cli.run("prune", model, "--target=macs=0.7", "--set=latency.runs=10", "--out", out)
            : pruned(model, SharedData.require("cases/" + data), out);
    assertProven(run, model, out);
    assertTrue(
        OnnxReader.read(out.resolve("model.onnx")).graph().initializers().values().stream()
            .anyMatch(t -> t.type() == head && t.rank() > 1));
  }

  /** Inputs and outputs of 16 or 64 bits are fed, tuned on, judged and compared. */
  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"FLOAT16", "DOUBLE"})
  void tablesFeedAnyType(DType type) throws IOException {
    GraphBuilder g = GraphBuilder.settled("table", 2);
    String hidden = g.relu(g.gemm("hidden", g.input("x", 4), 24));
    Model plain = g.output(g.gemm("head", hidden, 3), "y").build();
    Path model = folder.resolve("model.onnx");
    OnnxWriter.write(Typed.of(plain, type), model);
    Path out = folder.resolve("out");
    Path data = table();
    assertProven(pruned(model, data, out), model, out);
    Map<String, Tensor> weights = OnnxReader.read(out.resolve("model.onnx")).graph().initializers();
    weights.forEach((name, t) -> assertEquals(type, t.type(), name));
    Cli same = Cli.run("compare", model, out.resolve("model.onnx"), "--data", data, "--runs", "10");
    assertEquals(ExitCode.DONE, same.code(), same.err());
    Cli alone = Cli.run("evaluate", out.resolve("model.onnx"), "--data", data);
    assertEquals(ExitCode.DONE, alone.code(), alone.err());
  }

  private Path table() throws IOException {
    StringBuilder csv = new StringBuilder("a,b,c,d,label\n");
    SplittableRandom random = new SplittableRandom(3);
    for (int row = 0; row < 300; row++) {
      for (int i = 0; i < 4; i++) {
        csv.append(random.nextGaussian()).append(',');
      }
      csv.append(row % 3).append('\n');
    }
    Files.writeString(folder.resolve("table.csv"), csv);
    return Files.writeString(
        folder.resolve("table.yaml"),
        "path: table.csv\nlabels: label\ninputs: {x: [a, b, c, d]}\n");
  }

  private static Cli pruned(Path model, Path data, Path out) {
    return Cli.run(
        "prune",
        model,
        "--data",
        data,
        "--target",
        "macs=0.7",
        "--set",
        "tune.epochs=2",
        "--set",
        "tune.minUpdates=20",
        "--set",
        "latency.runs=10",
        "--out",
        out);
  }

  private static void assertProven(Cli run, Path model, Path out) {
    assertEquals(ExitCode.DONE, run.code(), run.err());
    assertTrue(run.out().contains("certificate: the cut model equals the original"), run.out());
    Cli verified = Cli.run("verify", model, out);
    assertEquals(ExitCode.DONE, verified.code(), verified.err());
  }
}
