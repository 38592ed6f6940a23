package dev.espalier.op;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.model.DType;
import dev.espalier.model.Model;
import dev.espalier.model.ModelFormatException;
import dev.espalier.model.Node;
import dev.espalier.model.Tensor;
import dev.espalier.model.TinyModels;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChecksTest {
  @Test
  void placeOfTheFaultIsNamed() {
    Model model = model("Add", Tensor.floats(new float[] {1, Float.NaN, 2}, 3));
    ModelFormatException e =
        assertThrows(ModelFormatException.class, () -> Checks.finite(model, "m.onnx"));
    assertTrue(
        e.getMessage().startsWith("m.onnx: initializer 'w' FLOAT[3] holds NaN at position 1"),
        e.getMessage());
  }

  @Test
  void infinitiesAreLegalInMasksOnly() {
    Tensor mask = Tensor.floats(new float[] {0, Float.NEGATIVE_INFINITY}, 2);
    assertDoesNotThrow(() -> Checks.finite(model("Add", mask), "m"));
    assertThrows(ModelFormatException.class, () -> Checks.finite(model("MatMul", mask), "m"));
  }

  @ParameterizedTest
  @CsvSource({
    "FLOAT16,7c00,false",
    "FLOAT16,fe00,false",
    "FLOAT16,7bff,true",
    "FLOAT16,8001,true",
    "BFLOAT16,7f80,false",
    "BFLOAT16,7f7f,true"
  })
  void halvesAreUnderstood(DType type, String bits, boolean finite) {
    ByteBuffer data =
        ByteBuffer.allocate(2)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putShort((short) Integer.parseInt(bits, 16))
            .flip();
    Model model = model("MatMul", new Tensor(type, new int[] {1}, data));
    if (finite) {
      assertDoesNotThrow(() -> Checks.finite(model, "m"));
    } else {
      assertThrows(ModelFormatException.class, () -> Checks.finite(model, "m"));
    }
  }

  private static Model model(String op, Tensor w) {
    return TinyModels.of(Map.of("w", w), Node.of(op, "n", List.of("x", "w"), List.of("y")));
  }
}
