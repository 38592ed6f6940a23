package dev.espalier.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.Typed;
import dev.espalier.model.Attributes;
import dev.espalier.model.DType;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.onnx.OnnxReader;
import dev.espalier.onnx.OnnxWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dynamic models of 16 bits: possible where the answers are float32, else refused at once. */
@Tag("slow")
class FloatTypesDynamicTest {
  @TempDir Path folder;

  private Cli made(Path model) {
    return Cli.run(
        "dynamic",
        model,
        "--data",
        Toy.data(folder),
        "--max-drop=0.5",
        "--set=study=none",
        "--set=dynamic.members=0.3",
        "--set=tune.epochs=2",
        "--set=tune.optimizer=adamw",
        "--set=tune.learningRate=0.003",
        "--set=tune.threads=1",
        "--set=latency.runs=10",
        "--set=dynamic.alone=none",
        "--out",
        folder.resolve("out"));
  }

  @Test
  void answersOf16BitsAreRefusedBeforeAnyWork() {
    Path model = folder.resolve("half.onnx");
    OnnxWriter.write(Typed.of(OnnxReader.read(Toy.model(folder)), DType.FLOAT16), model);
    Cli refused = made(model);
    assertEquals(ExitCode.BAD_INPUT, refused.code(), refused.out());
    assertTrue(
        refused.err().contains("stage 'original' answers in FLOAT16, and scores need float32"),
        refused.err());
    assertFalse(Files.exists(folder.resolve("out")), "nothing was made");
  }

  @Test
  void whatComputesWith16BitsInsideIsMadeAndVerified() {
    GraphBuilder g = GraphBuilder.settled("inside", 3);
    int half = DType.FLOAT16.onnx();
    String x = g.flatten(g.node("Cast", Attributes.of("to", half), g.input("x", 1, 8, 8)));
    String hidden = g.relu(g.gemm("hidden", g.shaped(x, -1, 64), 24));
    String y = g.node("Cast", Attributes.of("to", DType.FLOAT.onnx()), g.gemm("head", hidden, 4));
    Model model = g.output(g.shaped(y, -1, 4), "logits").build();
    Map<String, Tensor> weights = new LinkedHashMap<>(model.graph().initializers());
    weights.replaceAll((name, w) -> w.type() == DType.FLOAT ? w.as(DType.FLOAT16) : w);
    Path file = folder.resolve("inside.onnx");
    OnnxWriter.write(model.withGraph(model.graph().withInitializers(weights)), file);
    Cli made = made(file);
    assertEquals(ExitCode.DONE, made.code(), made.err());
    Model written = OnnxReader.read(folder.resolve("out/dynamic.onnx"));
    assertEquals(DType.FLOAT, written.graph().outputs().get(0).type());
    Cli verified = Cli.run("verify", file, folder.resolve("out"));
    assertEquals(ExitCode.DONE, verified.code(), verified.err());
  }
}
