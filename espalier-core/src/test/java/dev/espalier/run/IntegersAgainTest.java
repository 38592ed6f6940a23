package dev.espalier.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.check.Verification;
import dev.espalier.job.PruneRequest;
import dev.espalier.model.Graph;
import dev.espalier.onnx.OnnxReader;
import dev.espalier.progress.Progress;
import dev.espalier.recipe.RecipeException;
import dev.espalier.record.RunRecord;
import dev.espalier.record.Status;
import dev.espalier.stage.Done;
import dev.espalier.stage.StagePlan;
import dev.espalier.tune.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A file whose layers multiply integers is cut, and its result multiplies integers. */
@Tag("slow")
class IntegersAgainTest extends FittedNetwork {
  private static final Tools TOOLS = Tools.weightsOnly(Progress.NONE);

  /** The network in integers, in place of the floats. */
  @Override
  @BeforeEach
  void write() throws IOException {
    write(128, 64);
    new QuantiseRun(Progress.NONE)
        .quantise(
            new PruneRequest(
                model,
                data,
                recipe(
                    "goal.target=bytes",
                    "goal.ratio=0.9",
                    "goal.maxDrop=0.2",
                    "quant.kind=dynamic"),
                folder.resolve("eight")));
    model = folder.resolve("eight/model.onnx");
    assertEquals(3, products(OnnxReader.read(model).graph()));
  }

  private static long products(Graph graph) {
    return graph.nodes().stream().filter(n -> n.is("MatMulInteger")).count();
  }

  private RunRecord prune(String out, String... settings) {
    return prune(TOOLS, recipe(settings), out, false).record();
  }

  @Test
  void theResultMultipliesIntegersAndIsJudgedAsSuch() {
    RunRecord record = prune("run", "goal.measure=macs", "goal.maxDrop=0.1", "schedule.trials=3");
    assertEquals(Status.DONE, record.status(), record.message());
    assertTrue(record.message().contains("multiply integers, as those"), record.message());
    List<String> stages =
        StagePlan.read(folder.resolve("run/plan.json")).stages().stream()
            .map(Done::stage)
            .distinct()
            .toList();
    assertEquals(List.of("prepare", "cut", "quantise"), stages);
    assertTrue(
        record.course().steps().stream()
            .anyMatch(s -> s.reasons().get(0).endsWith("with integers again")));
    assertEquals(3, products(OnnxReader.read(folder.resolve("run/model.onnx")).graph()));
    assertTrue(record.outcome().result().bytes() < record.outcome().original().bytes());
    Verification verified = Verification.of(model, folder.resolve("run"));
    assertTrue(verified.certified(), verified.message());
  }

  @Test
  void whatFloatsSayNothingOfIsRefused() {
    RecipeException bytes =
        assertThrows(
            RecipeException.class, () -> prune("bytes", "goal.target=bytes", "goal.ratio=0.5"));
    assertTrue(bytes.getMessage().contains("use --target macs"), bytes.getMessage());
    RecipeException twice =
        assertThrows(
            RecipeException.class,
            () ->
                new QuantiseRun(Progress.NONE)
                    .quantise(
                        new PruneRequest(
                            model, data, recipe("goal.maxDrop=0.1"), folder.resolve("twice"))));
    assertTrue(twice.getMessage().contains("already"), twice.getMessage());
    assertFalse(Files.exists(folder.resolve("twice/model.onnx")));
  }
}
