package dev.espalier.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.TaggedSentences;
import dev.espalier.files.DataException;
import dev.espalier.model.DType;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Model;
import dev.espalier.model.ValueInfo;
import dev.espalier.model.ValueInfo.Dim;
import dev.espalier.task.Task;
import dev.espalier.task.TaskKinds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Texts in pieces of tokens, and ids with a mask, each token labelled with the one after it. */
class NextTokenDataTest {
  @TempDir Path folder;

  @BeforeEach
  void sentences() throws IOException {
    TaggedSentences.write(folder);
  }

  /** Scores of 23 tokens from ids and a mask, for texts of any length. */
  private static Model model() {
    GraphBuilder g = GraphBuilder.fresh("next", 1);
    String ids = g.input(tokens("input_ids"));
    g.input(tokens("attention_mask"));
    String table = g.weight("scores", 23, 23, 23);
    return g.output(g.shaped(g.node("Gather", Map.of(), table, ids), -1, -1, 23), "logits").build();
  }

  private static ValueInfo tokens(String name) {
    return ValueInfo.of(name, DType.INT64, Dim.symbol("N"), Dim.symbol("L"));
  }

  private Splits open(String... lines) throws IOException {
    String all = "task: next-token\n" + String.join("\n", lines);
    return DataSource.open(Files.writeString(folder.resolve("d.yaml"), all), model());
  }

  private static long[] fed(Dataset data, String input, int row) {
    return data.batch(new int[] {row}).inputs().get(input).longs();
  }

  private static float[] next(Dataset data, int row) {
    return data.batch(new int[] {row}).labels().floats();
  }

  @Test
  void textsAreCutIntoPiecesThatOverlapByAToken() throws IOException {
    Files.writeString(
        folder.resolve("some.txt"),
        """
        anna went to rome
        and saw
        <|endoftext|>
        <|endoftext|>
        bert
        """);
    Splits splits = open("format: text", "splits: {test: some.txt}", "length: 4");
    assertEquals(new Task(TaskKinds.nextToken(23), "perplexity", 23, 1), splits.task());
    Dataset test = splits.test();
    // [CLS] anna went to | to rome and saw | [CLS] bert
    assertEquals(3, test.size());
    assertArrayEquals(new long[] {2, 3, 13, 14}, fed(test, "input_ids", 0));
    assertArrayEquals(new float[] {3, 13, 14, -1}, next(test, 0));
    assertArrayEquals(new long[] {14, 10, 20, 15}, fed(test, "input_ids", 1));
    assertArrayEquals(new float[] {10, 20, 15, -1}, next(test, 1));
    assertArrayEquals(new long[] {2, 4, 0, 0}, fed(test, "input_ids", 2));
    assertArrayEquals(new long[] {1, 1, 0, 0}, fed(test, "attention_mask", 2));
    assertArrayEquals(new float[] {4, -1, -1, -1}, next(test, 2));
    assertEquals("anna went to", test.text(0));
    assertEquals("to rome\nand saw", test.text(1));
  }

  @Test
  void splitsAreOfWholeTexts() throws IOException {
    Files.writeString(
        folder.resolve("some.txt"), "anna saw rome\n\nbert\n\ncarl went to oslo and york\n");
    Splits splits =
        open("path: some.txt", "format: text", "splits: {train: 0-1, test: 2-2}", "length: 3");
    assertEquals("anna saw", splits.train().text(0));
    assertEquals(3, splits.train().size());
    assertEquals("carl went", splits.test().text(0));
    assertEquals(3, splits.test().size());
  }

  @Test
  void idsHaveAMaskOrNone() throws IOException {
    Files.writeString(
        folder.resolve("some.jsonl"),
        """
        {"input_ids": [2, 3, 13, 0], "attention_mask": [1, 1, 1, 0]}
        {"input_ids": [2, 4, 13, 14], "attention_mask": [1, 1, 1, 1]}
        """);
    Dataset test = open("format: jsonl", "splits: {test: some.jsonl}").test();
    assertArrayEquals(new float[] {3, 13, -1, -1}, next(test, 0));
    assertArrayEquals(new float[] {4, 13, 14, -1}, next(test, 1));
    assertArrayEquals(new long[] {1, 1, 1, 0}, fed(test, "attention_mask", 0));
  }

  @Test
  void whatIsWrongIsNamed() throws IOException {
    Files.writeString(folder.resolve("some.txt"), "\n\n");
    assertTrue(
        assertThrows(DataException.class, () -> open("format: text", "splits: {test: some.txt}"))
            .getMessage()
            .contains("some.txt holds no text"));
    Files.writeString(folder.resolve("some.txt"), "anna");
    String none =
        assertThrows(
                DataException.class,
                () -> open("format: text", "splits: {test: some.txt}", "tokenizer: missing.json"))
            .getMessage();
    assertTrue(none.contains("missing.json does not exist"), none);
  }
}
