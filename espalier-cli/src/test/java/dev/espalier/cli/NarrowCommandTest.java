package dev.espalier.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.Sentences;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model of texts that use nine of forty words. */
@Tag("slow")
class NarrowCommandTest {
  private static final String TEXTS =
      """
      first,second,score
      w1 w2,w3,1
      w4 w5 w6,w7 w8,2
      w9,w1 w9,0
      """;

  @TempDir Path folder;

  @BeforeEach
  void write() throws IOException {
    Sentences.write(folder);
    Files.writeString(folder.resolve("train.csv"), TEXTS);
  }

  private String file(String name) {
    return folder.resolve(name).toString();
  }

  private Cli narrow(String... more) {
    String[] words = {
      "narrow",
      file("model.onnx"),
      "--data",
      file("pairs.yaml"),
      "--vocabulary",
      file("few.json"),
      "--out",
      file("few.onnx")
    };
    String[] all = Arrays.copyOf(words, words.length + more.length);
    System.arraycopy(more, 0, all, words.length, more.length);
    return Cli.run((Object[]) all);
  }

  private static double spearman(Cli run) {
    assertEquals(ExitCode.DONE, run.code(), run.err());
    return run.json().get("metrics").get("spearman").asDouble();
  }

  @Test
  void theTextsAreAnsweredAsBeforeByFewerParameters() throws IOException {
    Cli run = narrow();
    assertEquals(ExitCode.DONE, run.code(), run.err());
    assertTrue(run.out().contains("11 of 42 tokens kept"), run.out());
    assertTrue(run.out().contains("(largest error 0.00e+00)"), run.out());
    // its tokenizer knows whole words alone
    assertTrue(run.out().matches("(?s).*tokens [1-9][0-9.]* % are unknown now.*"), run.out());
    String yaml = Files.readString(folder.resolve("pairs.yaml"));
    Files.writeString(folder.resolve("few.yaml"), yaml.replace("tokenizer.json", "few.json"));
    String[] before = {"evaluate", file("model.onnx"), "--data", file("pairs.yaml")};
    String[] after = {"evaluate", file("few.onnx"), "--data", file("few.yaml")};
    assertEquals(spearman(onTrain(before)), spearman(onTrain(after)));
  }

  private static Cli onTrain(String... words) {
    return Cli.run(words[0], words[1], words[2], words[3], "--split", "train", "--json");
  }

  @Test
  void commonTokensStayToo() {
    Cli run = narrow("--common", "20");
    // padding and unknown are the first two, w1 to w9 among the other eighteen
    assertTrue(run.out().contains("20 of 42 tokens kept"), run.out() + run.err());
  }

  @Test
  void modelAndTokenizerAreTwoFiles() {
    Cli run =
        Cli.run(
            "narrow",
            file("model.onnx"),
            "--data",
            file("pairs.yaml"),
            "--vocabulary",
            file("few.onnx"),
            "--out",
            file("./few.onnx"));
    assertEquals(ExitCode.BAD_INPUT, run.code());
    assertTrue(run.err().contains("name two files"), run.err());
  }

  @Test
  void whatCannotBeDoneIsToldFirst() throws IOException {
    assertTrue(narrow("--common", "-5").err().contains("--common -5 is below 0"));
    assertTrue(narrow("--common", "99999").err().contains("all 42 tokens stay"));
    Cli nowhere =
        Cli.run(
            "narrow",
            file("model.onnx"),
            "--data",
            file("pairs.yaml"),
            "--vocabulary",
            file("none/few.json"),
            "--out",
            file("few.onnx"));
    assertTrue(nowhere.err().contains("is no folder"), nowhere.err());
    assertFalse(Files.exists(folder.resolve("few.onnx")));
  }

  @Test
  void whatIsThereStays() throws IOException {
    Files.writeString(folder.resolve("few.json"), "mine");
    Cli run = narrow();
    assertEquals(ExitCode.BAD_INPUT, run.code());
    assertTrue(run.err().contains("few.json exists"), run.err());
    assertEquals("mine", Files.readString(folder.resolve("few.json")));
  }
}
