package dev.espalier.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.files.DataException;
import dev.espalier.model.DType;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.task.Answer;
import dev.espalier.task.Task;
import dev.espalier.task.TaskKinds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One table, several columns to predict. */
class SeveralTasksTest {
  private static final String THREE =
      """
      tasks:
        - {output: kind, labels: kind, weight: 3}
        - {output: place, labels: {columns: [east, north]}}
        - {output: age, labels: {columns: age, task: regression}, weight: 4, metric: relative-mse}
      """;

  @TempDir Path folder;

  @BeforeEach
  void write() throws IOException {
    StringBuilder csv = new StringBuilder("x,kind,east,north,age,town\n");
    for (int i = 0; i < 20; i++) {
      csv.append(i + 0.5).append(',').append(i % 2 == 0 ? "dog" : "cat").append(',');
      csv.append(i + 0.25).append(',').append(-i - 0.5).append(',').append(i).append(',');
      csv.append(i < 15 ? "Ulm" : "Bonn").append('\n');
    }
    Files.writeString(folder.resolve("all.csv"), csv);
  }

  @Test
  void labelsLieSideBySideAndAreTakenApartAgain() throws IOException {
    Splits splits = open(THREE);
    Task task = splits.task();
    assertEquals(TaskKinds.SEVERAL, task.kind());
    assertEquals(Task.WEIGHTED, task.metric());
    Dataset train = splits.train();
    assertNotNull(train);
    Tensor all = train.batch(new int[] {0, 3}).labels();
    assertNotNull(all);
    assertArrayEquals(new int[] {2, 4}, all.dims());
    Answer kind = task.answers().get(0);
    Answer place = task.answers().get(1);
    Answer age = task.answers().get(2);
    assertEquals(0.375, kind.weight());
    assertEquals(0.125, place.weight());
    assertEquals(List.of("cat", "dog"), kind.classNames());
    assertEquals(DType.INT64, kind.labels(all).type());
    assertArrayEquals(new long[] {1, 0}, kind.labels(all).longs());
    assertArrayEquals(new float[] {0.25f, -0.5f, 3.25f, -3.5f}, place.labels(all).floats());
    assertArrayEquals(new float[] {0, 3}, age.labels(all).floats());
    assertEquals(TaskKinds.REGRESSION, age.task().kind());
  }

  @Test
  void oneTaskIsThePlainTaskOfThatOutput() throws IOException {
    Task task = open("tasks: [{output: kind, labels: kind}]\n").task();
    assertEquals(TaskKinds.CLASSIFICATION, task.kind());
    assertEquals("kind", task.output());
    assertTrue(task.parts().isEmpty());
    assertEquals(List.of("kind"), task.outputs(heads()));
  }

  @Test
  void withoutLabelsEveryOutputIsToAgree() throws IOException {
    Splits splits = open("tasks: [{output: kind, labels: none}, {output: place, labels: none}]\n");
    assertTrue(splits.task().unlabelled());
    assertTrue(splits.task().byAgreement());
    assertNull(splits.train().batch(new int[] {0}).labels());
  }

  @Test
  void anOutputThatTheModelLacksIsNamedWithThoseItHas() throws IOException {
    Task task = open("tasks: [{output: breed, labels: kind}]\n").task();
    String message = assertThrows(DataException.class, () -> task.outputs(heads())).getMessage();
    assertTrue(message.contains("\"breed\"") && message.contains("kind, place"), message);
  }

  @Test
  void contradictionsNameTheRemedy() {
    refused("labels: kind\n" + THREE, "within each of the tasks");
    refused("tasks: [{output: kind}]\n", "its labels");
    refused("tasks: [{output: a, labels: kind}, {output: a, labels: age}]\n", "twice");
    refused("tasks: [{output: a, labels: kind, weight: 0}]\n", "leave a task out");
    refused("tasks: [{outputs: a, labels: kind}]\n", "did you mean \"output\"");
    refused("tasks: [{output: a, labels: kind}, {output: b, labels: none}]\n", "to none");
    refused("tasks: [{output: a, labels: breed}]\n", "breed");
    refused(THREE.replace("relative-mse", "mse"), "metric: relative-mse");
    refused(THREE + "domain: {classes: [cat]}\n", "domain.column");
    refused("labels: kind\nby: city\n", "city");
  }

  @Test
  void recordsAreToldApartByAColumn() throws IOException {
    Splits splits = open("labels: kind\nby: town\n");
    assertEquals(List.of("Bonn", "Ulm"), List.copyOf(Domains.of(splits.test()).keySet()));
    assertArrayEquals(new int[] {3, 4}, Domains.of(Rows.all(5).of(splits.test())).get("Bonn"));
    assertTrue(Domains.of(open("labels: kind\n").test()).isEmpty());
    Path spec = folder.resolve("data.yaml");
    assertEquals("east", DataSource.open(spec, List.of(), "east").train().by());
  }

  private void refused(String yaml, String remedy) {
    String message = assertThrows(DataException.class, () -> open(yaml)).getMessage();
    assertTrue(message.contains(remedy), message);
  }

  private static Model heads() {
    GraphBuilder g = GraphBuilder.fresh("heads", 1);
    String x = g.input("x", 1);
    g.output(g.gemm("a", x, 2), "kind");
    return g.output(g.gemm("b", x, 2), "place").build();
  }

  private Splits open(String more) throws IOException {
    Path spec = folder.resolve("data.yaml");
    Files.writeString(
        spec, "path: all.csv\ninputs: {x: x}\nsplits: {train: 0-11, test: 12-19}\n" + more);
    return DataSource.open(spec, List.of());
  }
}
