package dev.espalier.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.Sentences;
import dev.espalier.files.DataException;
import dev.espalier.judge.Gate;
import dev.espalier.model.Model;
import dev.espalier.task.PairForm;
import dev.espalier.task.Pooling;
import dev.espalier.task.Task;
import dev.espalier.task.TaskKinds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pairs of sentences, queries with documents, and sentences alone, as DATA files say them. */
class EmbeddingDataTest {
  private static final Model MODEL = Sentences.tokens();

  @TempDir Path folder;

  @BeforeEach
  void sentences() throws IOException {
    Sentences.write(folder);
  }

  private Splits open(String... lines) throws IOException {
    return DataSource.open(
        Files.writeString(folder.resolve("d.yaml"), String.join("\n", lines)), MODEL);
  }

  private String refusal(String... lines) {
    return assertThrows(DataException.class, () -> open(lines)).getMessage();
  }

  @Test
  void bothTextsOfAPairAreRecordsWithItsScore() throws IOException {
    Files.writeString(folder.resolve("two.csv"), "a,b,s,from\nw0 w1,w2,4.5,x\nw3,w4 w5 w6,1,y\n");
    Splits splits =
        open(
            "task: embedding",
            "labels: {pair: [a, b], score: s}",
            "splits: {test: two.csv}",
            "by: from",
            "length: 4");
    assertEquals(
        new Task(TaskKinds.embedding(PairForm.SCORES, Pooling.FOUND), "spearman", 0, 2),
        splits.task());
    Dataset test = splits.test();
    Batch batch = test.batch(new int[] {0, 1, 2, 3});
    assertArrayEquals(new float[] {4.5f, 4.5f, 1, 1}, batch.labels().floats());
    assertArrayEquals(
        new long[] {2, 3, 0, 0, 4, 0, 0, 0, 5, 0, 0, 0, 6, 7, 8, 0},
        batch.inputs().get("input_ids").longs());
    assertArrayEquals(
        new long[] {1, 1, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 1, 0},
        batch.inputs().get("attention_mask").longs());
    assertArrayEquals(new long[16], batch.inputs().get("token_type_ids").longs());
    assertArrayEquals(
        new long[] {0, 1, 2, 3}, test.batch(new int[] {2}).inputs().get("position_ids").longs());
    assertEquals("w4 w5 w6", test.text(3));
    assertEquals("y", test.domain(3));
  }

  @Test
  void pairsStayTogetherWhereTestIsHalved() throws IOException {
    Splits splits =
        open(
            "task: embedding",
            "labels: {pair: [first, second], score: score}",
            "splits: {test: test.csv}");
    SplitRoles roles = SplitRoles.forGate(splits, true, 1);
    for (Dataset half : new Dataset[] {roles.gate(), roles.finalTest()}) {
      assertEquals(200, half.size());
      for (int pair = 0; pair < 100; pair++) {
        float[] labels = half.batch(new int[] {2 * pair, 2 * pair + 1}).labels().floats();
        assertEquals(labels[0], labels[1]);
      }
    }
  }

  @Test
  void queriesCarryTheNumberOfTheirDocument() throws IOException {
    Files.writeString(
        folder.resolve("q.jsonl"),
        """
        {"q": "w0", "d": "w1"}
        {"q": "w2", "d": "w3"}
        {"q": "w4", "d": "w1"}
        """);
    Splits splits =
        open(
            "format: jsonl",
            "labels: {pair: [q, d]}",
            "splits: {test: q.jsonl}",
            "metric: recall@1");
    assertEquals("recall@1", splits.task().metric());
    Batch batch = splits.test().batch(new int[] {0, 1, 2, 3, 4, 5});
    assertArrayEquals(new float[] {0, 0, 1, 1, 0, 0}, batch.labels().floats());
  }

  @Test
  void sentencesAloneAreJudgedByTheOriginal() throws IOException {
    Splits splits =
        open(
            "{task: embedding, format: tsv, path: texts.tsv, columns: [label, text], inputs: {text: text}, labels: none,"
                + " tokenizer: tokenizer.json}");
    assertTrue(splits.task().unlabelled());
    assertEquals(Task.AGREEMENT, splits.task().metric());
    assertNull(splits.test().batch(new int[] {0}).labels());
    assertEquals(240, splits.train().size());
    assertEquals(16, Gate.predict(MODEL, splits.task(), splits.test()).columns());
  }

  @Test
  void pooledOrNotTheVectorsAreTheSame() throws IOException {
    Splits splits = DataSource.open(folder.resolve("pairs.yaml"), MODEL);
    double tokens = splits.task().value(Gate.predict(MODEL, splits.task(), splits.test()));
    double vectors =
        splits.task().value(Gate.predict(Sentences.vectors(), splits.task(), splits.test()));
    assertTrue(tokens > 0.5, "the table holds the topics: " + tokens);
    assertTrue(vectors > 0.5, "pooled by the model: " + vectors);
    Splits first =
        open(
            "task: embedding",
            "outputs: cls",
            "labels: {pair: [first, second], score: score}",
            "splits: {test: test.csv}");
    assertTrue(first.task().value(Gate.predict(MODEL, first.task(), first.test())) < tokens);
  }

  @Test
  void theRowWithoutAScoreIsNamed() throws IOException {
    Files.writeString(
        folder.resolve("gap.csv"), "first,second,score\nw1,w2,0.5\nw3,w4,-1e-1\nw5,w6,missing\n");
    String message =
        refusal(
            "{task: embedding, path: gap.csv, labels: {pair: [first, second], score: score},"
                + " splits: {train: 0-0, validation: 1-1, test: 2-2}}");
    assertTrue(message.contains("\"missing\" is no score"), message);
    assertTrue(message.contains("gap.csv, line 4"), message);
  }

  @Test
  void whatDoesNotFitIsToldWithARemedy() {
    assertTrue(
        refusal("{task: embedding, path: test.csv, labels: score}").contains("labels: none"));
    assertTrue(
        refusal("{task: embedding, path: test.csv, labels: {pair: [first]}}")
            .contains("two columns"));
    assertTrue(
        refusal("{task: embedding, path: test.csv, labels: {pair: [first, score]}}")
            .contains("holds numbers"));
    assertTrue(
        refusal("{task: embedding, path: test.csv, labels: {pair: [first, second], score: first}}")
            .contains("is no score"));
    assertTrue(
        refusal("{task: regression, path: test.csv, labels: {pair: [first, second]}}")
            .contains("task: embedding"));
    assertTrue(
        refusal(
                "{task: embedding, path: test.csv, labels: none, inputs: {text: first}, outputs: max}")
            .contains("mean, cls"));
    assertTrue(
        refusal("{path: test.csv, labels: score, inputs: {text: first}, outputs: mean}")
            .contains("has no meaning for"));
  }
}
