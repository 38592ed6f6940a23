package dev.espalier.check;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.Graphs;
import dev.espalier.job.PruneRequest;
import dev.espalier.onnx.OnnxWriter;
import dev.espalier.progress.Progress;
import dev.espalier.recipe.Recipe;
import dev.espalier.recipe.RecipeCodec;
import dev.espalier.run.Pruner;
import dev.espalier.tune.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** A run that prune wrote, copied for each test to change. */
abstract class VerifiedRun {
  /** What most tests have a copy of. */
  @TempDir static Path made;

  @TempDir Path folder;

  @BeforeAll
  static void prune() {
    pruned(original(made), made.resolve("run"));
  }

  static Path original(Path folder) {
    Path file = folder.resolve("original.onnx");
    OnnxWriter.write(Graphs.vgg(5), file);
    return file;
  }

  final Path original() {
    return original(folder);
  }

  private static void pruned(Path original, Path out, String... settings) {
    Recipe recipe = RecipeCodec.set(Recipe.defaults(), "latency.runs=10");
    recipe = RecipeCodec.set(RecipeCodec.set(recipe, "goal.target=macs"), "goal.ratio=0.4");
    for (String setting : settings) {
      recipe = RecipeCodec.set(recipe, setting);
    }
    new Pruner(Tools.weightsOnly(Progress.NONE))
        .prune(new PruneRequest(original, null, recipe, out));
  }

  /** A run by other settings. */
  final Path run(Path original, String... settings) {
    Path out = folder.resolve("run");
    pruned(original, out, settings);
    return out;
  }

  /** A copy of the run that is there. */
  final Path run() throws IOException {
    Path out = folder.resolve("run");
    try (Stream<Path> files = Files.walk(made.resolve("run"))) {
      for (Path file : files.toList()) {
        Files.copy(file, out.resolve(made.resolve("run").relativize(file).toString()));
      }
    }
    return out;
  }

  static void edit(Path run, String from, String to) throws IOException {
    Path record = run.resolve("run.json");
    String text = Files.readString(record);
    assertTrue(text.contains(from), from + " is not in run.json");
    Files.writeString(record, text.replace(from, to));
  }
}
