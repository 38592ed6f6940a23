package dev.espalier.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.Graphs;
import dev.espalier.files.Json;
import dev.espalier.job.Begun;
import dev.espalier.job.PruneRequest;
import dev.espalier.job.RunFolder;
import dev.espalier.latency.Rounding;
import dev.espalier.onnx.OnnxWriter;
import dev.espalier.progress.Progress;
import dev.espalier.recipe.Recipe;
import dev.espalier.recipe.RecipeCodec;
import dev.espalier.record.RunRecord;
import dev.espalier.record.Status;
import dev.espalier.tune.Tools;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Multiples that widths are rounded to, and the share of each group that stays. */
@Tag("slow")
class WidthLimitsTest {
  @TempDir Path folder;

  private final Pruner pruner = new Pruner(Tools.weightsOnly(Progress.NONE));

  private Path model() {
    Path file = folder.resolve("resnet.onnx");
    OnnxWriter.write(Graphs.resnet(5), file);
    return file;
  }

  private static Recipe recipe(String... settings) {
    Recipe recipe = RecipeCodec.set(Recipe.defaults(), "latency.runs=10");
    for (String setting : settings) {
      recipe = RecipeCodec.set(recipe, setting);
    }
    return recipe;
  }

  @Test
  void whatWidthsAreRoundedToIsMeasuredOnceAndSaid() throws Exception {
    Path out = folder.resolve("rounded");
    PruneRequest request =
        new PruneRequest(model(), null, recipe("goal.target=macs", "goal.ratio=0.5"), out);
    RunRecord record = pruner.prune(request).record();
    Rounding found = Json.read(out.resolve("rounding.json"), Rounding.class);
    String recipe = Files.readString(out.resolve("recipe.yaml"));
    assertTrue(recipe.contains("round: " + found.step() + " "), recipe);
    assertEquals(found.why(), record.course().steps().get(0).reasons().get(0));

    Files.delete(out.resolve("run.json"));
    Files.createDirectories(out.resolve("work"));
    Begun.of(request, "").keep(new RunFolder(out));
    Json.write(new Rounding(4, "as it was found"), out.resolve("rounding.json"));
    RunRecord resumed = pruner.prune(request.resumed()).record();
    assertEquals("as it was found", resumed.course().steps().get(0).reasons().get(0));
    assertTrue(Files.readString(out.resolve("recipe.yaml")).contains("round: 4 "));
  }

  @Test
  void whatTheUserRoundsToIsNotMeasured() {
    Path out = folder.resolve("unrounded");
    Recipe recipe = recipe("goal.target=macs", "goal.ratio=0.5", "cut.round=1");
    RunRecord record = pruner.prune(new PruneRequest(model(), null, recipe, out)).record();
    assertFalse(Files.exists(out.resolve("rounding.json")));
    assertTrue(
        record.course().steps().get(0).reasons().isEmpty(), record.course().steps().toString());
  }

  @Test
  void groupsKeepAQuarterUntilTheTargetAsksForMore() {
    String[] lopsided = {"goal.target=macs", "cut.normalise=none", "cut.round=1"};
    Recipe half = RecipeCodec.set(recipe(lopsided), "goal.ratio=0.5");
    PruneResult gentle =
        pruner.prune(new PruneRequest(model(), null, half, folder.resolve("gentle")));
    gentle
        .plan()
        .groups()
        .forEach((name, keep) -> assertTrue(4 * keep.kept().length >= keep.units(), name));

    Recipe tiny = RecipeCodec.set(recipe(lopsided), "goal.ratio=0.04");
    RunRecord record =
        pruner.prune(new PruneRequest(model(), null, tiny, folder.resolve("tiny"))).record();
    assertEquals(Status.DONE, record.status(), record.message());
    String why = String.join(" ", record.course().steps().get(0).reasons());
    assertTrue(why.contains("with 25 % of each group's units the size cannot be met"), why);
  }
}
