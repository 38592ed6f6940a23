package dev.espalier.torch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.OperatorGraphs;
import dev.espalier.model.Model;
import dev.espalier.model.ModelFormatException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Attention and the operators of ONNX Runtime's own domain give on libtorch what they give there.
 */
class FusedOperatorsTest {
  static Stream<Arguments> models() {
    return OperatorGraphs.all().entrySet().stream()
        .map(e -> Arguments.of(e.getKey(), e.getValue()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("models")
  void agreesWithOnnxRuntime(String name, Model model) {
    SharedModelsTest.compare(model, 1);
    SharedModelsTest.compare(model, 3);
  }

  /** Its positions come from a state of the runtime. */
  @Test
  void groupQueryAttentionIsRefused() {
    Model model = OperatorGraphs.groupQuery();
    ModelFormatException refused =
        assertThrows(ModelFormatException.class, () -> SharedModelsTest.compare(model, 1));
    assertTrue(refused.getMessage().contains("GroupQueryAttention of domain com.microsoft"));
    assertEquals("mix", refused.getMessage().replaceAll(".* node (\\w+) has .*", "$1"));
  }
}
