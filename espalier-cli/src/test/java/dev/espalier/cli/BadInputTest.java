package dev.espalier.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
