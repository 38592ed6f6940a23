package dev.espalier.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.TabularGraphs;
import dev.espalier.files.DataException;
import dev.espalier.model.Ending;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Model;
import dev.espalier.onnx.OnnxReader;
import dev.espalier.onnx.OnnxWriter;
import dev.espalier.task.Task;
import dev.espalier.task.TaskKind;
import dev.espalier.task.TaskKinds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What labels mean, by what is stored and by what the model gives. */
class LabelKindTest {
  @TempDir Path folder;

  private Path data(String labels, String... rows) throws IOException {
    StringBuilder csv = new StringBuilder("a,b,c,d,u,v\n");
    for (String row : rows) {
      csv.append(row).append('\n');
    }
    Files.writeString(folder.resolve("t.csv"), csv);
    return Files.writeString(
        folder.resolve("d.yaml"),
        "{path: t.csv, splits: {train: 0-1, test: 2-}, inputs: {x: [a, b, c, d]}, " + labels + "}");
  }

  private static Model model(int columns, boolean sigmoid) {
    GraphBuilder g = GraphBuilder.settled("net", 1);
    String y = g.gemm("fc", g.input("x", 4), columns);
    y = sigmoid ? g.shaped(g.node("Sigmoid", Map.of(), y), -1, columns) : y;
    return g.output(y, "y").build();
  }

  private TaskKind kind(Model model, String... labels) throws IOException {
    String[] rows = new String[labels.length];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = "1,2,3,4,0," + labels[i];
    }
    return DataSource.open(data("labels: v", rows), model).task().kind();
  }

  @Test
  void zerosAndOnesAreTwoClassesHoweverTheyAreStored() throws IOException {
    for (Model model : List.of(model(1, false), model(1, true), model(2, false))) {
      assertEquals(TaskKinds.CLASSIFICATION, kind(model, "0", "1", "1", "0"));
      assertEquals(TaskKinds.CLASSIFICATION, kind(model, "0.0", "1.0", "1.0", "0.0"));
    }
  }

  @Test
  void oneNumberThatIsNoProbabilityIsAQuantity() throws IOException {
    assertEquals(TaskKinds.REGRESSION, kind(model(1, false), "151", "75", "141", "206"));
    assertEquals(TaskKinds.CLASSIFICATION, kind(model(3, false), "0", "1", "2", "0"));
    assertEquals(TaskKinds.CLASSIFICATION, kind(model(3, false), "0.0", "1.0", "2.0", "0.0"));
    assertEquals(TaskKinds.REGRESSION, kind(model(3, false), "0.5", "1.0", "2.0", "0.0"));
  }

  @Test
  void theModelsNamesOfItsClassesOrderThem() throws IOException {
    Model words = OnnxReader.read(OnnxWriter.bytes(TabularGraphs.labelled()), Path.of("."), "test");
    Path data = data("labels: v", "1,2,3,4,0,eel", "1,2,,4,0,dog", "5,6,NaN,8,0,eel");
    Splits splits = DataSource.open(data, words);
    assertEquals(List.of("cat", "dog", "eel"), splits.classNames());
    assertArrayEquals(new long[] {2, 1}, splits.train().batch(new int[] {0, 1}).labels().longs());
    float[] x = splits.test().batch(new int[] {0}).inputs().get("x").floats();
    assertArrayEquals(new float[] {5, 6, Float.NaN, 8}, x);
    Ending numbers = new Ending(List.of(), Map.of(), List.of(), Set.of(), List.of("3", "5", "9"));
    Path wine = data("labels: v", "1,2,3,4,0,5", "1,2,3,4,0,9", "1,2,3,4,0,3");
    Splits coded = DataSource.open(wine, model(3, false).with(numbers));
    assertArrayEquals(new long[] {1, 2}, coded.train().batch(new int[] {0, 1}).labels().longs());
  }

  @Test
  void emptyCellsNeedAModelThatFillsThem() throws IOException {
    Path data = data("labels: v", "1,2,,4,0,1", "1,2,3,4,0,0", "1,2,3,4,0,0");
    String message =
        assertThrows(DataException.class, () -> DataSource.open(data, model(2, false)))
            .getMessage();
    assertTrue(message.contains("column c: \"\" is not a number"), message);
  }

  @Test
  void aPlainListNamesColumns() throws IOException {
    Path data = data("labels: [u, v]", "1,2,3,4,0,1", "1,2,3,4,1,0", "1,2,3,4,1,1");
    assertEquals(TaskKinds.MULTI_LABEL, DataSource.open(data, model(2, false)).task().kind());
    Path classes = data("labels: [cat, dog]", "1,2,3,4,0,1", "1,2,3,4,1,0", "1,2,3,4,1,1");
    String message =
        assertThrows(DataException.class, () -> DataSource.open(classes, model(2, false)))
            .getMessage();
    assertTrue(message.contains("{columns: COLUMN, classes: [cat, dog]}"), message);
  }

  @Test
  void metricsThatDoNotExistAreRefusedByTheNearest() throws IOException {
    Path data = data("labels: v, metric: acuracy", "1,2,3,4,0,1", "1,2,3,4,1,0", "1,2,3,4,1,1");
    String message =
        assertThrows(DataException.class, () -> DataSource.open(data, model(2, false)))
            .getMessage();
    assertTrue(message.contains("did you mean \"accuracy\"?"), message);
    Task task = new Task(TaskKinds.REGRESSION, "mse", 0, 1);
    String other = assertThrows(DataException.class, () -> task.judgedBy("accuracy")).getMessage();
    assertTrue(other.contains("regression") && other.contains("relative-mse"), other);
    Task three = new Task(TaskKinds.CLASSIFICATION, "accuracy", 3, 1);
    assertThrows(DataException.class, () -> three.judgedBy("auc"));
  }

  /** In the train split too, before anything is tuned, and by every command that opens the data. */
  @Test
  void aClassThatTheModelHasNoScoreForIsFoundWhenTheDataIsOpened() {
    for (Map.Entry<String, String> wrong :
        Map.of(
                "3",
                    "line 3: the label is out of range; it is \"3\", class 3, and the model gives 3 scores",
                "z",
                    "line 3: the label is out of range; it is \"z\", one of 4 classes, and the model gives 3 scores")
            .entrySet()) {
      boolean word = wrong.getKey().equals("z");
      String[] labels =
          word
              ? new String[] {"a", "z", "b", "c", "a", "b"}
              : new String[] {"0", "3", "1", "2", "0", "1"};
      String message =
          assertThrows(DataException.class, () -> kind(model(3, false), labels)).getMessage();
      assertTrue(message.contains(wrong.getValue()), message);
    }
  }
}
