package dev.espalier.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@Tag("slow")
class EvaluateCommandTest {
  @TempDir Path folder;

  @Test
  void jsonHasTheNamesThatProgramsRelyOn() {
    Cli run = Cli.run("evaluate", Toy.model(folder), "--data", Toy.data(folder), "--json");
    assertEquals(ExitCode.DONE, run.code(), run.err());
    JsonNode json = run.json();
    assertEquals(Toy.TEST, json.get("records").asInt());
    assertEquals("test", json.get("split").asString());
    double accuracy = json.get("metrics").get("accuracy").asDouble();
    assertEquals(
        Math.rint(accuracy * Toy.TEST), accuracy * Toy.TEST, 1e-9, "a count over the records");
  }

  @Test
  void anotherSplit() {
    Cli run =
        Cli.run("evaluate", Toy.model(folder), "--data", Toy.data(folder), "--split", "train");
    assertTrue(run.out().startsWith(Toy.TRAIN + " records of train"), run.out());
  }

  @Test
  void anUntrainedModelIsNearChance() {
    Cli run = Cli.run("evaluate", Toy.model(folder), "--data", Toy.data(folder), "--json");
    assertTrue(run.err().contains("warning: this is near what guessing gives"), run.err());
  }
}
