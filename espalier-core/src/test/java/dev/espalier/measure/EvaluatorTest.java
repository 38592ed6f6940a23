package dev.espalier.measure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.Graphs;
import dev.espalier.data.Batch;
import dev.espalier.data.Dataset;
import dev.espalier.data.Rows;
import dev.espalier.files.DataException;
import dev.espalier.model.DType;
import dev.espalier.model.Graph;
import dev.espalier.model.HalfFloats;
import dev.espalier.model.Model;
import dev.espalier.model.ModelFormatException;
import dev.espalier.model.Node;
import dev.espalier.model.Tensor;
import dev.espalier.model.ValueInfo;
import dev.espalier.progress.Progress;
import dev.espalier.task.Predictions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EvaluatorTest {
  private static final Dataset NUMBERS = numbers(11);

  @Test
  void everyRecordIsPredictedOnceInOrderWhateverTheBatch() {
    for (int batch : new int[] {1, 4, 11, 100}) {
      Predictions p =
          Evaluator.predict(squares(ValueInfo.Dim.symbol("n")), NUMBERS, batch, 1, Progress.NONE);
      assertSquares(p, 11);
    }
  }

  @Test
  void aFixedBatchIsFilledUp() {
    for (int fixed : new int[] {1, 4, 16}) {
      assertSquares(
          Evaluator.predict(squares(ValueInfo.Dim.of(fixed)), NUMBERS, 100, 1, Progress.NONE), 11);
    }
  }

  private static void assertSquares(Predictions p, int n) {
    assertEquals(n, p.records());
    assertEquals(2, p.columns());
    for (int i = 0; i < n; i++) {
      assertEquals((float) i * i, p.at(i, 0));
      assertEquals((float) (i + 100) * (i + 100), p.at(i, 1));
    }
    assertArrayEquals(Rows.all(n).numbers(), p.classes());
  }

  @Test
  void progressEndsWithAllRecords() {
    List<Long> done = new ArrayList<>();
    Evaluator.predict(
        squares(ValueInfo.Dim.symbol("n")),
        NUMBERS,
        4,
        1,
        (stage, at, total) -> done.add(at * 100 + total));
    assertEquals(List.of(411L, 811L, 1111L), done);
  }

  @Test
  void unlabelledRecordsArePredictedToo() {
    Dataset bare = Rows.all(5).of(NUMBERS);
    Dataset unlabelled =
        new Dataset() {
          @Override
          public int size() {
            return bare.size();
          }

          @Override
          public Batch batch(int[] rows) {
            return new Batch(bare.batch(rows).inputs(), null, rows.length);
          }
        };
    Predictions p =
        Evaluator.predict(squares(ValueInfo.Dim.symbol("n")), unlabelled, 2, 1, Progress.NONE);
    assertEquals(5, p.records());
    assertThrows(DataException.class, p::targets);
  }

  @Test
  void halfAndDoublePrecisionOutputsBecomeFloats() {
    for (DType type : new DType[] {DType.FLOAT16, DType.DOUBLE}) {
      Model model = casting(type);
      Predictions p = Evaluator.predict(model, numbers(5), 5, 1, Progress.NONE);
      assertArrayEquals(new float[] {0, 100, 1, 101, 2, 102, 3, 103, 4, 104}, p.outputs());
    }
    ModelFormatException e =
        assertThrows(
            ModelFormatException.class,
            () -> Evaluator.predict(casting(DType.INT64), NUMBERS, 5, 1, Progress.NONE));
    assertTrue(e.getMessage().contains("INT64"), e.getMessage());
  }

  @Test
  void halfFloatsAreExact() {
    assertEquals(1f, HalfFloats.toFloat((short) 0x3C00));
    assertEquals(-2f, HalfFloats.toFloat((short) 0xC000));
    assertEquals(65504f, HalfFloats.toFloat((short) 0x7BFF));
    assertEquals(0x1p-24f, HalfFloats.toFloat((short) 1));
    assertEquals(-0f, HalfFloats.toFloat((short) 0x8000));
    assertEquals(Float.NEGATIVE_INFINITY, HalfFloats.toFloat((short) 0xFC00));
    assertTrue(Float.isNaN(HalfFloats.toFloat((short) 0x7E00)));
  }

  @Test
  void emptySplitsAreRefused() {
    assertThrows(
        DataException.class,
        () -> Evaluator.predict(squares(ValueInfo.Dim.of(1)), numbers(0), 1, 1, Progress.NONE));
  }

  private static Model squares(ValueInfo.Dim batch) {
    return model(batch, DType.FLOAT, List.of(Node.of("Mul", "m", List.of("x", "x"), List.of("y"))));
  }

  private static Model casting(DType type) {
    Node cast =
        Node.of("Cast", "c", List.of("x"), List.of("y"))
            .withAttribute("to", new dev.espalier.model.Attribute.IntValue(type.onnx()));
    return model(ValueInfo.Dim.symbol("n"), type, List.of(cast));
  }

  private static Model model(ValueInfo.Dim batch, DType type, List<Node> nodes) {
    ValueInfo x = ValueInfo.of("x", DType.FLOAT, batch, ValueInfo.Dim.of(2));
    ValueInfo y = ValueInfo.of("y", type, batch, ValueInfo.Dim.of(2));
    return Graphs.mlp(1)
        .withGraph(new Graph("small", nodes, Map.of(), List.of(x), List.of(y), List.of()));
  }

  /** Record i is (i, i + 100), labelled i. */
  private static Dataset numbers(int n) {
    return new Dataset() {
      @Override
      public int size() {
        return n;
      }

      @Override
      public Batch batch(int[] rows) {
        float[] x = new float[rows.length * 2];
        for (int i = 0; i < rows.length; i++) {
          x[2 * i] = rows[i];
          x[2 * i + 1] = rows[i] + 100f;
        }
        Tensor labels = Tensor.vector(Arrays.stream(rows).asLongStream().toArray());
        return new Batch(Map.of("x", Tensor.floats(x, rows.length, 2)), labels, rows.length);
      }
    };
  }
}
