package dev.espalier.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.files.DataException;
import dev.espalier.model.DType;
import dev.espalier.model.Tensor;
import dev.espalier.model.ValueInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records cut out of a series of 40 rows in which a is 0, 1, 2 … and b is a hundred more. */
class WindowsTest {
  private static final String COMMON =
      "path: series.csv\nsplits: {train: 0-19, validation: 20-29, test: 30-39}\n";
  private static final String FORECAST =
      COMMON + "inputs: {x: [a, b]}\nlabels: {columns: [a]}\nwindow: {length: 4, horizon: 2}\n";

  @TempDir Path folder;

  @BeforeEach
  void write() throws IOException {
    StringBuilder csv = new StringBuilder("time,a,b,phase\n");
    for (int i = 0; i < 40; i++) {
      csv.append("t").append(i).append(',').append(i + ".0,").append(100 + i + ".0,");
      csv.append(i % 2).append('\n');
    }
    Files.writeString(folder.resolve("series.csv"), csv);
  }

  @Test
  void aRecordIsSomeRowsAndTheLabelsAfterThem() throws IOException {
    Batch first = of(open(FORECAST, 4, 2).train()).batch(new int[] {0, 3});
    assertArrayEquals(new int[] {2, 4, 2}, x(first).dims());
    float[] values = x(first).floats();
    assertArrayEquals(
        new float[] {0, 100, 1, 101, 2, 102, 3, 103},
        Arrays.copyOf(values, 8),
        "time, then columns");
    assertEquals(3, values[8]);
    assertArrayEquals(new float[] {4, 5, 7, 8}, labels(first));
  }

  @Test
  void noWindowReachesIntoAnotherSplit() throws IOException {
    Splits splits = open(FORECAST, 4, 2);
    assertEquals("forecast", splits.task().kind().name());
    assertEquals(15, of(splits.train()).size(), "every row of the first 20 may begin one");
    assertEquals(3, of(splits.test()).size(), "each row is forecast once");
    Batch last = of(splits.train()).batch(new int[] {14});
    assertArrayEquals(new float[] {18, 19}, labels(last));
    Batch test = of(splits.test()).batch(new int[] {0, 1, 2});
    assertEquals(30, x(test).floats()[0]);
    assertArrayEquals(new float[] {34, 35, 36, 37, 38, 39}, labels(test));
    Splits stated = open(FORECAST.replace("horizon: 2", "horizon: 2, stride: 3"), 4, 2);
    assertEquals(5, of(stated.train()).size());
    assertEquals(2, of(stated.test()).size());
    assertNotEquals(splits.hash(), stated.hash());
  }

  @Test
  void aModelMayTakeColumnsFirstOrOneLongRow() throws IOException {
    float[] columnsFirst = x(of(open(FORECAST, 2, 4).train()).batch(new int[] {1})).floats();
    assertArrayEquals(new float[] {1, 2, 3, 4, 101, 102, 103, 104}, columnsFirst);
    float[] flat = x(of(open(FORECAST, 8).train()).batch(new int[] {1})).floats();
    assertArrayEquals(new float[] {1, 101, 2, 102, 3, 103, 4, 104}, flat);
    String message = assertThrows(DataException.class, () -> open(FORECAST, 5, 2)).getMessage();
    assertTrue(message.contains("records have the shape [4, 2]"), message);
  }

  /** Each column by its own mean and deviation. */
  @Test
  void columnsAreStandardised() throws IOException {
    Splits splits = open(FORECAST + "preprocess: {standardise: true}\n", 4, 2);
    float[] values = x(of(splits.train()).batch(new int[] {0})).floats();
    for (int row = 0; row < 4; row++) {
      assertEquals(values[2 * row], values[2 * row + 1], 1e-4, "a and b differ by a constant");
    }
    Tensor given = Tensor.floats(new float[] {0, 100, 1, 101, 2, 102, 3, 103}, 1, 4, 2);
    float[] fed = splits.preprocessing().of(given).get("x").floats();
    assertArrayEquals(values, fed, 1e-6f, "a program feeds it as the run did");
  }

  @Test
  void withoutAHorizonTheLabelIsTheLastRows() throws IOException {
    Splits splits =
        open(COMMON + "inputs: {x: [a, b]}\nlabels: phase\nwindow: {length: 4}\n", 4, 2);
    assertEquals("classification", splits.task().kind().name());
    Batch batch = of(splits.train()).batch(new int[] {0, 1});
    assertArrayEquals(new long[] {1, 0}, notNull(batch.labels()).longs());
    assertEquals(17, of(splits.train()).size());
    assertEquals(7, of(splits.test()).size());
  }

  @Test
  void withoutSplitsTimeDivides() throws IOException {
    Splits splits =
        open(
            "path: series.csv\ninputs: {x: [a, b]}\nlabels: [a]\nwindow: {length: 2, horizon: 1}\n",
            2,
            2);
    assertArrayEquals(new float[] {2}, labels(of(splits.train()).batch(new int[] {0})));
    assertArrayEquals(new float[] {30}, labels(of(splits.validation()).batch(new int[] {0})));
    assertArrayEquals(new float[] {34}, labels(of(splits.test()).batch(new int[] {0})));
  }

  @Test
  void whatCannotBeIsSaid() {
    refused(FORECAST.replace("length: 4", "length: 9"), "but nowhere 11 consecutive ones");
    refused(COMMON + "labels: [a]\nwindow: {horizon: 3}\n", "window needs a length");
    refused(FORECAST + "domain: {column: phase, values: [1]}\n", "windows of a series know no");
    refused(FORECAST.replace("length: 4", "length: -4"), "window needs a length from 1");
    refused(FORECAST.replace("length:", "lenght:"), "length");
  }

  private void refused(String yaml, String words) {
    String message = assertThrows(DataException.class, () -> open(yaml, 4, 2)).getMessage();
    assertTrue(message.contains(words), message);
  }

  private Splits open(String yaml, long... sizes) throws IOException {
    Path file = folder.resolve("data.yaml");
    Files.writeString(file, yaml);
    ValueInfo.Dim[] dims = new ValueInfo.Dim[sizes.length + 1];
    dims[0] = ValueInfo.Dim.symbol("n");
    for (int i = 0; i < sizes.length; i++) {
      dims[i + 1] = ValueInfo.Dim.of(sizes[i]);
    }
    return DataSource.open(file, List.of(ValueInfo.of("x", DType.FLOAT, dims)));
  }

  private static Dataset of(@Nullable Dataset set) {
    return notNull(set);
  }

  private static <T> T notNull(@Nullable T value) {
    assertNotNull(value);
    return value;
  }

  private static Tensor x(Batch batch) {
    return notNull(batch.inputs().get("x"));
  }

  private static float[] labels(Batch batch) {
    return notNull(batch.labels()).floats();
  }
}
