package dev.espalier.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.model.ConvSpec;
import dev.espalier.model.GraphBuilder;
import dev.espalier.onnx.OnnxWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Inputs drawn for a model, and what is done by them. */
@Tag("slow")
class GenerateCommandTest {
  @TempDir Path folder;

  private Path model;

  @BeforeEach
  void model() {
    GraphBuilder g = GraphBuilder.settled("pictures", 1);
    String x = g.input("picture, raw", 1, 12, 12);
    String maps = g.relu(g.conv("first", x, ConvSpec.of(8, 3).pad(1)));
    String more = g.relu(g.conv("second", maps, ConvSpec.of(8, 3).pad(1)));
    model = folder.resolve("model.onnx");
    OnnxWriter.write(g.output(g.gemm("out", g.flatten(more), 3), "y").build(), model);
  }

  @Test
  void whatIsDrawnCutsTheModelAndSaysSo() throws IOException {
    Path drawn = folder.resolve("drawn");
    Cli generated = Cli.run("generate", model, "--out", drawn, "--records", "120");
    assertEquals(ExitCode.DONE, generated.code(), generated.err());
    assertTrue(generated.out().contains("120 x 1 x 12 x 12"), generated.out());
    String data = Files.readString(drawn.resolve("data.yaml"));
    assertTrue(data.contains("generated: true") && data.contains("train: 0-79"), data);

    Path run = folder.resolve("run");
    Cli pruned =
        Cli.run(
            "prune",
            model,
            "--data",
            drawn,
            "--target",
            "macs=0.6",
            "--set",
            "tune.epochs=2",
            "--out",
            run);
    assertEquals(ExitCode.DONE, pruned.code(), pruned.err());
    assertTrue(pruned.err().contains("drawn at random"), pruned.err());
    assertTrue(pruned.out().contains("agreement"), pruned.out());
    assertTrue(Files.exists(run.resolve("model.onnx")));
  }

  @Test
  void badWishesAreRefusedAndNothingIsLeft() {
    Path drawn = folder.resolve("drawn");
    Cli turned = Cli.run("generate", model, "--out", drawn, "--range", "1,0");
    assertEquals(ExitCode.BAD_INPUT, turned.code());
    assertTrue(turned.err().contains("the smaller one first"), turned.err());
    Cli few = Cli.run("generate", model, "--out", drawn, "--records", "3");
    assertEquals(ExitCode.BAD_INPUT, few.code());
    Cli many = Cli.run("generate", model, "--out", drawn, "--records", "2000000000");
    assertEquals(ExitCode.BAD_INPUT, many.code());
    assertTrue(many.err().contains("ask for fewer"), many.err());
    assertFalse(Files.exists(drawn));
  }
}
