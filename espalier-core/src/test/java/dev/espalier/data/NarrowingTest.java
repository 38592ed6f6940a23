package dev.espalier.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.files.DataException;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NarrowingTest {
  @TempDir Path folder;

  /** Forty records: x counts, classes go a, b, c, d in turn, the first half is spoken by ann. */
  @BeforeEach
  void write() throws IOException {
    StringBuilder csv = new StringBuilder("x,speaker,class\n");
    for (int i = 0; i < 40; i++) {
      csv.append(i + 0.5).append(',').append(i < 20 ? "ann" : "bob").append(',');
      csv.append("abcd".charAt(i % 4)).append('\n');
    }
    Files.writeString(folder.resolve("all.csv"), csv);
  }

  @Test
  void keepsClassesWithTheirNumbers() throws IOException {
    Splits all = open("");
    Splits some = open("domain: {classes: [b, d]}\n");
    assertEquals(30, size(all.train()));
    assertEquals(15, size(some.train()));
    assertEquals(5, size(some.test()));
    assertEquals(List.of(3L, 1L, 3L, 1L, 3L), labels(some.test()));
    assertEquals(4, some.task().classes());
    assertTrue(some.source().contains("only classes b, d"), some.source());
  }

  @Test
  void narrowOutputsAreNumberedAnew() throws IOException {
    Splits some = open("domain: {classes: [d, b], outputs: narrow}\n");
    assertEquals(List.of(1L, 0L, 1L, 0L, 1L), labels(some.test()));
    assertEquals(2, some.task().classes());
    assertEquals(List.of("b", "d"), some.classNames());
    assertEquals(List.of(1, 3), some.narrowed());
    String none = message("domain: {column: speaker, values: [ann], outputs: narrow}\n");
    assertTrue(none.contains("domain.classes"), none);
    String nearest = message("domain: {classes: [a], outputs: narow}\n");
    assertTrue(nearest.contains("did you mean \"narrow\""), nearest);
  }

  /** Records of the other classes have labels that it has no scores for. */
  @Test
  void aNarrowModelScoresFewerClassesThanThereAre() throws IOException {
    GraphBuilder g = GraphBuilder.fresh("m", 1);
    Model narrow = g.output(g.gemm("fc", g.input("x", 1), 2), "y").build();
    open("domain: {classes: [d, b], outputs: narrow}\n");
    Splits some = DataSource.open(folder.resolve("data.yaml"), narrow);
    assertEquals(List.of(1L, 0L, 1L, 0L, 1L), labels(some.test()));
  }

  /**
   * A model of all classes would be measured against the wrong numbers, and the other way round.
   */
  @Test
  void modelAndDataMustMeanTheSameClasses() throws IOException {
    Splits some = open("domain: {classes: [d, b], outputs: narrow}\n");
    GraphBuilder g = GraphBuilder.fresh("m", 1);
    Model whole = g.output(g.gemm("fc", g.input("x", 1), 2), "y").build();
    Model narrow = ClassMark.put(whole, List.of(1, 3));
    ClassMark.check(narrow, some, "m.onnx");
    ClassMark.check(whole, open(""), "m.onnx");
    String message =
        assertThrows(DataException.class, () -> ClassMark.check(whole, some, "m.onnx"))
            .getMessage();
    assertTrue(message.contains("espalier narrow"), message);
    assertThrows(DataException.class, () -> ClassMark.check(narrow, open(""), "m.onnx"));
  }

  @Test
  void keepsValuesOfAColumnAndBothTogether() throws IOException {
    assertEquals(20, size(open("domain: {column: speaker, values: [ann]}\n", 0, 29).train()));
    Splits both = open("domain: {classes: [a], column: speaker, values: [bob]}\n");
    assertEquals(3, size(both.train())); // 20, 24 and 28
  }

  /** The same records are train whatever the domain, so a model may go from one to the other. */
  @Test
  void theAssignmentStays() throws IOException {
    Splits all = open("");
    Splits some = open("domain: {classes: [a]}\n");
    assertEquals(all.assignment(), some.assignment());
    assertNotEquals(all.hash(), some.hash());
    assertEquals(all.hash(), all.assignment());
  }

  /** Moments are those of all training records: the model was trained with them. */
  @Test
  void standardisesAsBefore() throws IOException {
    String standard = "preprocess: {standardise: true}\n";
    Splits all = open(standard);
    Splits some = open(standard + "domain: {classes: [a]}\n");
    assertEquals(first(all), first(some)); // record 0 has class a
  }

  @Test
  void refusesWhatIsNotThere() {
    String unknown = message("domain: {classes: [e]}\n");
    assertTrue(unknown.contains("\"e\"") && unknown.contains("a, b, c, d"), unknown);
    String column = message("domain: {column: tone, values: [x]}\n");
    assertTrue(column.contains("tone"), column);
    String empty = message("domain: {column: speaker, values: [carl]}\n");
    assertTrue(empty.contains("domain") && empty.contains("train"), empty);
    String half = message("domain: {column: speaker}\n");
    assertTrue(half.contains("domain.values"), half);
  }

  private String message(String domain) {
    return assertThrows(DataException.class, () -> open(domain)).getMessage();
  }

  private Splits open(String more) throws IOException {
    return open(more, 30, 39);
  }

  private Splits open(String more, int testFrom, int testTo) throws IOException {
    String splits =
        testFrom == 0
            ? "splits: {train: 0-39}\n"
            : "splits: {train: 0-29, test: " + testFrom + "-" + testTo + "}\n";
    Path spec = folder.resolve("data.yaml");
    Files.writeString(spec, "path: all.csv\nlabels: class\ninputs: {x: x}\n" + splits + more);
    return DataSource.open(spec, List.of());
  }

  private static int size(@org.jspecify.annotations.Nullable Dataset set) {
    assertNotNull(set);
    return set.size();
  }

  private static List<Long> labels(@org.jspecify.annotations.Nullable Dataset set) {
    assertNotNull(set);
    Batch batch = set.batch(Rows.all(set.size()).numbers());
    assertNotNull(batch.labels());
    long[] numbers = batch.labels().longs();
    return java.util.Arrays.stream(numbers).boxed().toList();
  }

  private static float first(Splits splits) {
    Dataset train = splits.train();
    assertNotNull(train);
    return train.batch(new int[] {0}).inputs().get("x").floats()[0];
  }
}
