package dev.espalier.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.files.Checksums;
import dev.espalier.files.DataException;
import dev.espalier.job.RunFolder;
import dev.espalier.model.Graph;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.onnx.OnnxReader;
import dev.espalier.onnx.OnnxWriter;
import dev.espalier.recipe.Recipe;
import dev.espalier.recipe.RecipeCodec;
import dev.espalier.record.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What may be resumed, by whom, and what is made of files that are not what was written. */
@Tag("slow")
class ResumeTest extends FittedNetwork {
  private Recipe recipe = Recipe.defaults();

  @BeforeEach
  void searching() {
    recipe = recipe("goal.maxDrop=0.05", "tune.epochs=1", "schedule.trials=5");
  }

  private Path killed() {
    assertThrows(Died.class, () -> prune(tools(new Echo(2)), recipe, "killed", false));
    return folder.resolve("killed");
  }

  private PruneResult resumed() {
    return prune(tools(new Echo(99)), recipe, "killed", true);
  }

  private String refused() {
    return assertThrows(DataException.class, this::resumed).getMessage();
  }

  @Test
  void onlyTheRunThatWasBegunIsResumed() throws IOException {
    Recipe recipe = recipe("goal.maxDrop=0.05", "tune.epochs=1", "schedule.trials=5");
    assertThrows(Died.class, () -> prune(tools(new Echo(2)), recipe, "killed", false));
    Recipe longer = RecipeCodec.set(recipe, "tune.epochs=2");
    String message =
        assertThrows(DataException.class, () -> prune(tools(new Echo(99)), longer, "killed", true))
            .getMessage();
    assertTrue(message.contains("tune.epochs 1.0, and 2.0 is asked for now"), message);
    Files.writeString(data, Files.readString(data) + "0,0,0,0,0,0,1\n");
    String moved =
        assertThrows(DataException.class, () -> prune(tools(new Echo(99)), recipe, "killed", true))
            .getMessage();
    assertTrue(moved.contains("other data"), moved);
  }

  /** Of the same name, in the same place, with one weight changed. */
  @Test
  void anotherModelDoesNotResume() {
    killed();
    Model other = OnnxReader.read(model);
    Map<String, Tensor> weights = new LinkedHashMap<>(other.graph().initializers());
    Map.Entry<String, Tensor> first = weights.entrySet().iterator().next();
    float[] values = first.getValue().floats();
    values[0] += 1e-3f;
    weights.put(first.getKey(), Tensor.floats(values, first.getValue().dims()));
    Graph graph = other.graph().withInitializers(weights);
    OnnxWriter.write(other.withGraph(graph), model);
    String message = refused();
    assertTrue(message.contains("another model"), message);
  }

  @Test
  void moreTrialsMayBeMadeOfARunThatIsResumed() {
    Recipe recipe = recipe("goal.maxDrop=0.05", "tune.epochs=1", "schedule.trials=5");
    assertThrows(Died.class, () -> prune(tools(new Echo(2)), recipe, "killed", false));
    Recipe more = RecipeCodec.set(recipe, "schedule.trials=6");
    assertEquals(Status.DONE, prune(tools(new Echo(99)), more, "killed", true).record().status());
  }

  @Test
  void anotherVersionDoesNotResume() throws IOException {
    Path begun = killed().resolve("work/begun.json");
    String text = Files.readString(begun);
    Files.writeString(
        begun, text.replaceFirst("\"version\" : \"[^\"]*\"", "\"version\" : \"0.0.9\""));
    String message = refused();
    assertTrue(message.contains("was begun with Espalier 0.0.9, and this is "), message);
  }

  @Test
  void aFolderWithoutARunIsNotResumed() throws IOException {
    Path out = Files.createDirectory(folder.resolve("killed"));
    Files.writeString(out.resolve("thesis.tex"), "mine");
    assertTrue(refused().contains("holds no run that could be resumed"));
    assertEquals("mine", Files.readString(out.resolve("thesis.tex")));
  }

  @Test
  void aRunThatWasKilledWhenItHadJustBegunIsResumed() throws IOException {
    killedAtOnce();
    assertEquals(Status.DONE, resumed().record().status());
  }

  @Test
  void aRunThatWasKilledWhenItHadJustBegunIsBegunAgain() throws IOException {
    killedAtOnce();
    assertEquals(
        Status.DONE, prune(tools(new Echo(99)), recipe, "killed", false).record().status());
  }

  /** What is there when it has opened its folder and writes with what it was begun. */
  private void killedAtOnce() throws IOException {
    Files.createDirectories(folder.resolve("killed/work"));
    Files.createFile(folder.resolve("killed/.lock"));
    Files.writeString(folder.resolve("killed/work/.begun.json.part"), "{");
  }

  @Test
  void oneRunAtATimeWorksInAFolder() throws IOException {
    Path run = killed();
    try (RunFolder held = RunFolder.open(run, true)) {
      String message = refused();
      assertTrue(message.contains("another run is at work in " + held.path()), message);
    }
    assertEquals(Status.DONE, resumed().record().status());
    assertFalse(Files.exists(run.resolve(".lock")));
  }

  @Test
  void whatIsRefusedLeavesNoFolder() {
    Recipe impossible = recipe("goal.target=macs", "goal.ratio=0.5", "cut.exclude=nosuch*");
    assertThrows(
        dev.espalier.recipe.RecipeException.class,
        () -> prune(tools(new Echo(9)), impossible, "refused", false));
    assertFalse(Files.exists(folder.resolve("refused")));
  }

  /** One bit of the model is another: its checksum tells, and the trial is made again. */
  @Test
  void aTrialWhoseFilesWereDamagedIsMadeAgain() throws IOException {
    PruneResult whole = prune(tools(new Echo(99)), recipe, "whole", false);
    Path trial = trial(killed());
    byte[] bytes = Files.readAllBytes(trial);
    bytes[bytes.length / 2] ^= 1;
    Files.write(trial, bytes);
    PruneResult resumed = resumed();
    List<String> reasons =
        resumed.record().course().steps().stream().flatMap(s -> s.reasons().stream()).toList();
    String name = String.valueOf(trial.getFileName());
    assertTrue(
        reasons.stream().anyMatch(r -> r.contains("was damaged (" + name + ")")),
        reasons.toString());
    assertArrayEquals(
        Files.readAllBytes(folder.resolve("whole/model.onnx")),
        Files.readAllBytes(folder.resolve("killed/model.onnx")));
    assertEquals(whole.plan().groups(), resumed.plan().groups());
  }

  /** Whoever changes the checksums too is found by the certificate, which is made anew. */
  @Test
  void aKeptTrialThatIsNotItsPlanIsRefused() throws IOException {
    recipe =
        recipe(
            "goal.target=macs",
            "goal.ratio=0.4",
            "schedule.kind=linear",
            "schedule.steps=4",
            "tune.epochs=1");
    Path trial = trial(killed());
    Model model = OnnxReader.read(trial);
    Graph graph = model.graph();
    Map<String, Tensor> weights = new LinkedHashMap<>(graph.initializers());
    String first = weights.keySet().iterator().next();
    Tensor tensor = weights.get(first);
    weights.put(
        first,
        Tensor.floats(
            new float[tensor.size() * 2],
            2 * tensor.dims()[0],
            tensor.rank() > 1 ? tensor.dims()[1] : 1));
    OnnxWriter.write(model.withGraph(graph.withInitializers(weights)), trial);
    String name = trial.toString();
    String stem = name.substring(0, name.length() - 5);
    Checksums.write(
        Path.of(stem + ".sha256"),
        List.of(Path.of(stem + "-cut.onnx"), trial, Path.of(stem + ".json")));
    assertTrue(refused().contains("is not what its plan gives"));
  }

  /** The model of the first trial that ended. */
  private static Path trial(Path run) throws IOException {
    try (Stream<Path> files = Files.list(run.resolve("work"))) {
      return files
          .filter(f -> f.getFileName().toString().matches("trial-[0-9a-f]+\\.onnx"))
          .findFirst()
          .orElseThrow();
    }
  }
}
