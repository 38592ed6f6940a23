package dev.espalier.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.files.DataException;
import dev.espalier.model.DType;
import dev.espalier.model.ValueInfo;
import dev.espalier.model.ValueInfo.Dim;
import dev.espalier.task.Task;
import dev.espalier.task.TaskKinds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** CSV, TSV, JSON lines, texts through a tokenizer, and recommender pairs. */
class TextFormatsTest {
  private static final ValueInfo TWO = ValueInfo.of("x", DType.FLOAT, Dim.symbol("N"), Dim.of(2));
  private static final ValueInfo IDS =
      ValueInfo.of("input_ids", DType.INT64, Dim.symbol("N"), Dim.of(4));
  private static final ValueInfo MASK =
      ValueInfo.of("attention_mask", DType.INT64, Dim.symbol("N"), Dim.of(4));

  @TempDir Path folder;

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static String refusal(Path data, ValueInfo... inputs) {
    return assertThrows(DataException.class, () -> DataSource.open(data, List.of(inputs)))
        .getMessage();
  }

  @Test
  void csvStandardisedOnTrainingRowsOnly() throws IOException {
    write("t.csv", "a,b,kind\n1,10,cat\n3,10,dog\n\"100\",7,cat\n");
    Path spec =
        write(
            "d.yaml",
            "{path: t.csv, labels: kind, preprocess: {standardise: true}, splits: {train: 0-1, test: 2-2}}");
    Splits splits = DataSource.open(spec, List.of(TWO));
    assertEquals(List.of("cat", "dog"), splits.classNames());
    assertEquals(List.of("a", "b"), splits.train().columns("x"));
    assertEquals(List.of("b"), splits.test().sample(1, 0).columns("x").subList(1, 2));
    Batch train = splits.train().batch(new int[] {0, 1});
    assertArrayEquals(new float[] {-1, 0, 1, 0}, train.inputs().get("x").floats());
    assertArrayEquals(new long[] {0, 1}, train.labels().longs());
    assertArrayEquals(
        new float[] {98, -3}, splits.test().batch(new int[] {0}).inputs().get("x").floats());
  }

  @Test
  void classesInAStatedOrderAndLabelsOutOfRange() throws IOException {
    write("t.csv", "a,b,kind\n1,10,cat\n3,10,dog\n");
    Path spec =
        write(
            "d.yaml",
            "{path: t.csv, labels: {columns: kind, classes: [dog, cat]}, splits: {train: 0-1}}");
    assertArrayEquals(
        new long[] {1, 0},
        DataSource.open(spec, List.of(TWO)).train().batch(new int[] {0, 1}).labels().longs());
    write(
        "d.yaml",
        "{path: t.csv, labels: {columns: kind, classes: [dog, hen]}, splits: {train: 0-1}}");
    String message = refusal(spec, TWO);
    assertTrue(message.contains("line 2") && message.contains("cat"), message);
  }

  @Test
  void textInAFeatureNamesLineColumnAndRemedy() throws IOException {
    Path csv = write("train.csv", "a,b,c,class\n1,2,3,0\n1,?,3,1\n");
    String message = refusal(csv, TWO);
    assertTrue(
        message.contains("line 3") && message.contains("column b") && message.contains("x: [a, c]"),
        message);
  }

  @Test
  void quotedFieldsAndWrongFieldCounts() throws IOException {
    Path csv = write("test.csv", "x,label\n\"1\",\"a, \"\"b\"\"\nc\"\n2,d\n");
    assertEquals(List.of("a, \"b\"\nc", "d"), DataSource.open(csv, List.of()).classNames());
    String message = refusal(write("bad.csv", "x,label\n1,0\n1,0,3\n"));
    assertTrue(message.contains("line 3") && message.contains("3 fields"), message);
  }

  private static final String TOKENIZER =
      """
      {"version": "1.0", "truncation": null, "padding": null, "added_tokens": [], "normalizer": {"type": "Lowercase"},
       "pre_tokenizer": {"type": "Whitespace"}, "post_processor": null, "decoder": null,
       "model": {"type": "WordLevel", "unk_token": "[UNK]", "vocab": {"[PAD]": 0, "[UNK]": 1, "good": 2, "film": 3}}}
      """;

  @Test
  void textsBecomePaddedAndCutIds() throws IOException {
    write("tokenizer.json", TOKENIZER);
    Path tsv = write("test.tsv", "1\tGood film\n0\tnot a \"good film at all\n");
    Batch batch = DataSource.open(folder, List.of(IDS, MASK)).test().batch(new int[] {0, 1});
    assertArrayEquals(new long[] {2, 3, 0, 0, 1, 1, 1, 2}, batch.inputs().get("input_ids").longs());
    assertArrayEquals(
        new long[] {1, 1, 0, 0, 1, 1, 1, 1}, batch.inputs().get("attention_mask").longs());
    assertArrayEquals(new long[] {1, 0}, batch.labels().longs());
    ValueInfo open = ValueInfo.of("ids", DType.INT32, Dim.symbol("N"), Dim.symbol("L"));
    assertArrayEquals(
        new int[] {1, 7},
        DataSource.open(tsv, List.of(open)).test().batch(new int[] {0}).inputs().get("ids").dims());
    write("tokenizer.json", "{\"model\": 3");
    assertTrue(refusal(folder, IDS).contains("tokenizer.json"));
  }

  @Test
  void textsLeaveTheHostsPropertiesAsTheyWere() throws IOException {
    write("tokenizer.json", TOKENIZER);
    write("test.tsv", "1\tGood film\n0\tfilm\n");
    Set<Object> before = Set.copyOf(System.getProperties().keySet());
    DataSource.open(folder, List.of(IDS, MASK)).test().batch(new int[] {0, 1});
    Set<Object> set = new HashSet<>(System.getProperties().keySet());
    set.removeAll(before);
    set.removeIf(key -> key.toString().startsWith("jn")); // what the native access itself sets
    assertEquals(Set.of(), set);
  }

  /** The collector does not feel the weight of what lies outside its heap. */
  @Test
  void batchesLieOnTheHeap() throws IOException {
    Path file = write("train.csv", "a,b,label\n1,10,0\n3,10,1\n");
    Batch batch = DataSource.open(file, List.of(TWO)).train().batch(new int[] {0, 1});
    assertFalse(batch.inputs().get("x").data().isDirect());
  }

  @Test
  void jsonLines() throws IOException {
    Path file =
        write(
            "train.jsonl",
            "{\"x\": [1.5, 2], \"label\": true}\n\n{\"x\": [3, 4], \"label\": false}\n");
    Batch batch = DataSource.open(file, List.of(TWO)).train().batch(new int[] {0, 1});
    assertArrayEquals(new float[] {1.5f, 2, 3, 4}, batch.inputs().get("x").floats());
    assertArrayEquals(new long[] {1, 0}, batch.labels().longs());
    assertTrue(
        refusal(write("a.jsonl", "{\"x\": [1], \"y\": 1}\n{\"x\": [1, 2], \"y\": 1}\n"))
            .contains("line 2, key x"));
    assertTrue(refusal(write("b.jsonl", "{\"x\": 1, \"y\": 1}\n{\"x\": 2}\n")).contains("line 2"));
    assertTrue(refusal(write("c.jsonl", "{\"x\": 1, \"y\"")).contains("line 1 is not JSON"));
  }

  @Test
  void regressionTargetsAreFloats() throws IOException {
    Path csv = write("train.csv", "a,b,y\n1,2,0.5\n3,4,-2\n");
    Splits splits = DataSource.open(csv, List.of(TWO));
    assertEquals(new Task(TaskKinds.REGRESSION, "relative-mse", 0, 1), splits.task());
    assertArrayEquals(
        new float[] {0.5f, -2}, splits.train().batch(new int[] {0, 1}).labels().floats());
    write(
        "d.yaml",
        "{path: train.csv, labels: {columns: [a, b], task: regression}, splits: {train: 0-1}}");
    Batch batch = DataSource.open(folder.resolve("d.yaml"), List.of()).train().batch(new int[] {1});
    assertArrayEquals(new float[] {3, 4}, batch.labels().floats());
    assertArrayEquals(new int[] {1, 2}, batch.labels().dims());
  }

  @Test
  void rowsOfATableBecomeImagesWhereTheModelTakesThem() throws IOException {
    write("train.csv", "1,2,3,4,7\n5,6,7,8,9\n");
    Path spec =
        write("d.yaml", "{path: train.csv, labels: c4, augment: {crop: 1}, splits: {train: 0-1}}");
    ValueInfo image =
        ValueInfo.of("x", DType.FLOAT, Dim.symbol("N"), Dim.of(1), Dim.of(2), Dim.of(2));
    Splits splits = DataSource.open(spec, List.of(image));
    Batch batch = splits.train().batch(new int[] {1});
    assertArrayEquals(new int[] {1, 1, 2, 2}, batch.inputs().get("x").dims());
    assertArrayEquals(new float[] {5, 6, 7, 8}, batch.inputs().get("x").floats());
    assertEquals(10, splits.task().classes());
  }

  @Test
  void recommenderPairsDrawNegativesAndRankGroups() throws IOException {
    write("train.csv", "user,item\n0,0\n0,1\n1,2\n");
    write("test.csv", "user,item,label\n0,2,1\n0,3,0\n0,4,0\n1,0,0\n1,1,1\n1,3,0\n");
    ValueInfo user = ValueInfo.of("user", DType.INT64, Dim.symbol("N"));
    ValueInfo item = ValueInfo.of("item", DType.INT64, Dim.symbol("N"));
    Splits splits = DataSource.open(folder, List.of(user, item));
    assertEquals(new Task(TaskKinds.RANKING, "hr@10", 0, 3), splits.task());
    assertEquals(15, splits.train().size());
    int[] all = Rows.all(15).numbers();
    Batch batch = splits.train().batch(all);
    assertArrayEquals(new int[] {15}, batch.inputs().get("user").dims());
    assertEquals(batch.inputs(), splits.train().batch(all).inputs());
    assertNotEquals(
        batch.inputs(), splits.train().augmented(all, row -> new SplittableRandom(row)).inputs());
    for (int draw = 0; draw < 20; draw++) {
      SplittableRandom random = new SplittableRandom(draw);
      Batch drawn = splits.train().augmented(all, row -> random);
      for (int i = 0; i < 15; i++) {
        long u = drawn.inputs().get("user").longs()[i];
        long it = drawn.inputs().get("item").longs()[i];
        boolean known = u == 0 ? it < 2 : it == 2;
        assertEquals(known ? 1 : 0, drawn.labels().floats()[i]);
      }
    }
    SplitRoles roles = SplitRoles.forGate(splits, true, 1);
    assertEquals(3, roles.gate().size());
    assertEquals(3, roles.finalTest().size());
    long[] users = roles.gate().batch(new int[] {0, 1, 2}).inputs().get("user").longs();
    assertTrue(users[0] == users[1] && users[1] == users[2]);
    write("test.csv", "user,item,label\n0,2,1\n0,3,0\n1,0,0\n");
    assertTrue(refusal(folder, user, item).contains("cannot be ranked"));
    write("test.csv", "user,item,label\n0,2,1\n0,-3,0\n");
    assertTrue(refusal(folder, user, item).contains("line 3: item \"-3\" is not an id"));
  }
}
