package dev.espalier.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.files.Limit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whatever is wrong with the input: one line that names file and place, exit code 2, no stack
 * trace.
 */
@Tag("slow")
class BadInputTest {
  @TempDir Path folder;

  @Test
  void aMissingModel() {
    assertRefused("none.onnx: no such file", "evaluate", "none.onnx", "--data", Toy.data(folder));
  }

  @Test
  void aFileThatIsNoModel() throws IOException {
    Path file = Files.writeString(folder.resolve("note.onnx"), "not a model");
    assertRefused(file + ": is not an ONNX file", "evaluate", file, "--data", Toy.data(folder));
  }

  @Test
  void aTruncatedModel() throws IOException {
    Path file = Toy.model(folder);
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length / 2));
    assertRefused("toy.onnx: ", "evaluate", file, "--data", Toy.data(folder));
  }

  @Test
  void pathsThatAreNone() {
    for (String path : List.of("", "a\0b")) {
      Cli run = Cli.run("inspect", path);
      assertEquals(ExitCode.BAD_INPUT, run.code(), run.err());
      assertTrue(!run.err().contains("bug") && !run.err().contains("\tat "), run.err());
    }
  }

  @Test
  void missingData() {
    Path model = Toy.model(folder);
    assertRefused("none.yaml does not exist", "evaluate", model, "--data", "none.yaml");
  }

  @Test
  void aKeyThatDataDoesNotKnow() throws IOException {
    Path data = Toy.data(folder);
    Files.writeString(data, Files.readString(data) + "splitz: {}\n");
    assertRefused("splits", "evaluate", Toy.model(folder), "--data", data);
  }

  @Test
  void aSplitThatIsNotThere() {
    assertRefused(
        "has no split 'validation'; it has train, test",
        "evaluate",
        Toy.model(folder),
        "--data",
        Toy.data(folder),
        "--split",
        "validation");
  }

  @Test
  void aMissingOption() {
    assertRefused("Missing required option: '--data=DATA'", "evaluate", "m.onnx");
  }

  @Test
  void anUnknownOption() {
    assertRefused("--dta", "evaluate", "m.onnx", "--data", "d", "--dta", "x");
  }

  @Test
  void anUnknownPublicDataSet() {
    assertRefused("choose mnist, fashion-mnist, cifar10", "data", "get", "imagenet");
  }

  /** A folder that is there would have to be removed before the command is typed again. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cut.granularity=weights | makes no member faster",
        "dynamic.members=0.4,auto | give shares of the cost",
        "dynamic.gates=7 | holds numbers between 0 and 1",
        "goal.metric=macrof1 | did you mean \"macro-f1\"?",
        "search.policy=nsga3 | nsga2",
      })
  void aDynamicRunThatIsRefusedLeavesNoFolder(String setting, String message) throws IOException {
    Path model = Toy.model(folder);
    Path data = Toy.data(folder);
    Path out = folder.resolve("parent/run");
    assertRefused(message, "dynamic", model, "--data", data, "--set", setting, "--out", out);
    assertTrue(Files.notExists(out), "it is left");
    Files.createDirectories(out);
    assertRefused(message, "dynamic", model, "--data", data, "--set", setting, "--out", out);
    assertTrue(Files.exists(out.getParent()), "what was there is not taken away");
  }

  /** How it is cut is found out in the folder, since a study before that may have to be kept. */
  @Test
  void aDynamicRunOfAModelThatCannotBeObservedLeavesNoFolder() {
    Path model = Toy.model(folder);
    Path data = Toy.data(folder);
    Path out = folder.resolve("run");
    System.setProperty(Limit.PROBE_BYTES.property(), "1000");
    try {
      assertRefused(
          "the limit is 1000",
          "dynamic",
          model,
          "--data",
          data,
          "--set",
          "study=none",
          "--set",
          "dynamic.members=0.5",
          "--out",
          out);
    } finally {
      System.clearProperty(Limit.PROBE_BYTES.property());
    }
    assertTrue(Files.notExists(out), "it is left");
  }

  private static void assertRefused(String message, Object... arguments) {
    Cli run = Cli.run(arguments);
    assertEquals(ExitCode.BAD_INPUT, run.code(), run.err());
    assertEquals("", run.out());
    assertTrue(run.err().contains(message), run.err());
    assertTrue(run.err().startsWith("espalier: "), run.err());
    assertFalse(run.err().contains("\tat "), run.err());
    assertFalse(run.err().contains("Exception"), run.err());
  }
}
