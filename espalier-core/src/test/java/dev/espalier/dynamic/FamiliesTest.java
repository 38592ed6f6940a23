package dev.espalier.dynamic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.espalier.Graphs;
import dev.espalier.coupling.Coupling;
import dev.espalier.dynamic.Families.Member;
import dev.espalier.files.Json;
import dev.espalier.job.PruneRequest;
import dev.espalier.job.RunFolder;
import dev.espalier.job.Source;
import dev.espalier.model.Model;
import dev.espalier.onnx.OnnxReader;
import dev.espalier.onnx.OnnxWriter;
import dev.espalier.op.OpRules;
import dev.espalier.plan.Cost;
import dev.espalier.plan.PrunePlan;
import dev.espalier.prepare.Prepared;
import dev.espalier.progress.Progress;
import dev.espalier.recipe.Recipe;
import dev.espalier.recipe.RecipeCodec;
import dev.espalier.recipe.RecipeException;
import dev.espalier.stage.StagePlan;
import dev.espalier.training.OriginalTeacher;
import dev.espalier.trial.Workbench;
import dev.espalier.tune.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nested variants of a residual network, cut by its weights alone. */
class FamiliesTest {
  @TempDir Path folder;

  private List<Member> make(String out, List<Double> ratios, String... settings) {
    Path file = folder.resolve("model.onnx");
    OnnxWriter.write(Graphs.resnet(4), file);
    Recipe recipe = Recipe.defaults();
    for (String setting : settings) {
      recipe = RecipeCodec.set(recipe, setting);
    }
    Path folderOut = folder.resolve(out);
    PruneRequest request = new PruneRequest(file, null, recipe, folderOut);
    Source source = Source.read(request);
    try (RunFolder opened = RunFolder.open(folderOut, Files.exists(folderOut));
        OriginalTeacher teacher = new OriginalTeacher(source.model(), source.task(), null)) {
      Workbench.Job job =
          new Workbench.Job(request, recipe, source, Prepared.of(source.model(), "blocks"), opened);
      Tools tools = Tools.weightsOnly(Progress.NONE);
      return new Families(job, Workbench.of(tools, job, teacher).trials()).make(ratios);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"units", "units+blocks", "blocks"})
  void theSmallerKeepsOnlyWhatTheLargerKeeps(String granularity) {
    List<Double> ratios = granularity.equals("blocks") ? List.of(0.9, 0.5) : List.of(0.3, 0.6);
    List<Member> family =
        make(
            "f",
            ratios,
            "cut.granularity=" + granularity,
            "schedule.kind=geometric",
            "schedule.steps=2");
    assertEquals(2, family.size());
    Coupling coupling = Prepared.of(Graphs.resnet(4), "blocks").coupling();
    PrunePlan larger = family.get(0).candidate().plan();
    PrunePlan smaller = family.get(1).candidate().plan();
    assertTrue(smaller.nestsIn(larger, coupling), larger + " and " + smaller);
    assertFalse(larger.nestsIn(smaller, coupling), "the larger is no part of the smaller");
    assertTrue(family.get(0).ratio() > family.get(1).ratio());
    long whole = new Cost(coupling, OpRules.standard()).macs();
    for (Member member : family) {
      assertTrue(member.certificate().certified(), member.certificate().message());
      Path written = folder.resolve("f/family/" + member.name() + ".onnx");
      Model model = OnnxReader.read(written);
      long macs = new Cost(Prepared.of(model, "blocks").coupling(), OpRules.standard()).macs();
      assertTrue(macs <= member.ratio() * whole + 1, member.name() + ": " + macs + "/" + whole);
      Path plan = folder.resolve("f/family/" + member.name() + ".plan.json");
      assertEquals(Json.text(member.candidate().done()), Json.text(StagePlan.read(plan).stages()));
    }
  }

  @Test
  void unitsThatTheLargerCutMayNotComeBack() {
    Coupling coupling = Prepared.of(Graphs.resnet(4), "blocks").coupling();
    String group = coupling.prunable().get(0).name();
    PrunePlan larger =
        PrunePlan.keeping("blocks", coupling, java.util.Map.of(group, new int[] {0, 1, 2}));
    PrunePlan other =
        PrunePlan.keeping("blocks", coupling, java.util.Map.of(group, new int[] {0, 3}));
    assertFalse(other.nestsIn(larger, coupling));
    assertFalse(PrunePlan.whole("blocks").nestsIn(larger, coupling));
    assertTrue(larger.nestsIn(PrunePlan.whole("blocks"), coupling));
  }

  @Test
  void whatHadEndedIsFoundAgain() throws IOException {
    List<Member> first = make("killed", List.of(0.6));
    Path trial = theOnly(folder.resolve("killed/work"));
    FileTime written = Files.getLastModifiedTime(trial);
    List<Member> resumed = make("killed", List.of(0.6, 0.3));
    assertEquals(written, Files.getLastModifiedTime(trial), "the first variant was made again");
    assertEquals(
        first.get(0).candidate().plan().groups(), resumed.get(0).candidate().plan().groups());
    List<Member> atOnce = make("whole", List.of(0.6, 0.3));
    assertEquals(
        atOnce.get(1).candidate().plan().groups(), resumed.get(1).candidate().plan().groups());
    assertEquals(
        atOnce.get(1).candidate().model().graph().initializers(),
        resumed.get(1).candidate().model().graph().initializers());
  }

  private static Path theOnly(Path work) throws IOException {
    try (Stream<Path> files = Files.list(work)) {
      return files
          .filter(f -> f.toString().matches(".*trial-[0-9a-f]+\\.onnx"))
          .reduce((a, b) -> fail(a + " and " + b))
          .orElseThrow();
    }
  }

  @Test
  void ratiosMustMakeSense() {
    assertThrows(RecipeException.class, () -> make("none", List.of()));
    assertThrows(RecipeException.class, () -> make("one", List.of(1.0, 0.5)));
  }
}
