package dev.espalier.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.SharedData;
import dev.espalier.model.Model;
import dev.espalier.onnx.OnnxReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A parameter that is read in several places is one; {@link CasesTest} cuts more such files. */
@Tag("slow")
class SharedParametersPruneTest {
  @TempDir Path folder;

  /** With widths of whole blocks, most of what goes lies in the shared head. */
  @Test
  void aSharedHeadShrinks() throws IOException {
    Path model = SharedData.require("cases/shared_head.onnx");
    Path out = folder.resolve("head");
    Cli run =
        Cli.run(
            "prune",
            model,
            "--target",
            "macs=0.6",
            "--set",
            "cut.round=8",
            "--set",
            "latency.runs=10",
            "--out",
            out);
    assertEquals(ExitCode.DONE, run.code(), run.err());
    Path result = out.resolve("model.onnx");
    assertTrue(Files.size(result) < 0.75 * Files.size(model), Files.size(result) + " bytes");
    Cli verified = Cli.run("verify", model, out);
    assertEquals(ExitCode.DONE, verified.code(), verified.err());
  }

  /** What is judged is the file: bytes are those on disk. */
  @Test
  void bytesAreThoseOfTheFile() throws IOException {
    Path model = SharedData.require("cases/tied_embedding_head.onnx");
    Path out = folder.resolve("bytes");
    Cli run = Cli.run("prune", model, "--target=bytes=0.9", "--set=latency.runs=10", "--out", out);
    assertEquals(ExitCode.DONE, run.code(), run.err());
    long bytes = Files.size(out.resolve("model.onnx"));
    assertTrue(bytes <= 0.9 * Files.size(model), bytes + " bytes");
  }

  /** A table and its transpose are one parameter after tuning too. */
  @Test
  void aTiedHeadStaysTied() {
    Path model = SharedData.require("cases/tied_embedding_head_trained.onnx");
    Path out = folder.resolve("tied");
    Cli run =
        Cli.run(
            "prune",
            model,
            "--data",
            SharedData.require("cases/tied_data"),
            "--target",
            "macs=0.6",
            "--set",
            "tune.epochs=3",
            "--set",
            "latency.runs=10",
            "--out",
            out);
    assertTrue(run.code() == ExitCode.DONE || run.code() == ExitCode.UNREACHABLE, run.err());
    Model result = OnnxReader.read(out.resolve("model.onnx"));
    long tables = tables(result);
    assertEquals(
        tables(OnnxReader.read(model)), tables, result.graph().initializers().keySet()::toString);
    assertTrue(
        result.graph().nodes().stream().anyMatch(n -> n.is("Transpose") && n.input(0).equals("w")),
        result.graph().nodes()::toString);
  }

  private static long tables(Model model) {
    return model.graph().initializers().values().stream()
        .filter(t -> t.rank() == 2 && t.type().floating())
        .count();
  }
}
