package dev.espalier.torch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.model.ConvSpec;
import dev.espalier.model.Graph;
import dev.espalier.model.GraphBuilder;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

class TensorLayoutTest {
  private static Graph convolutions(int first, int second) {
    GraphBuilder g = GraphBuilder.settled("two", 1);
    String x =
        g.conv(
            "b", g.conv("a", g.input("x", 3, 8, 8), ConvSpec.of(first, 3)), ConvSpec.of(second, 3));
    return g.output(x, "y").build().graph();
  }

  @Test
  void channelsThatFillStepsLieSideBySide() {
    assertEquals(TensorLayout.CHANNELS_LAST, TensorLayout.of(convolutions(16, 32)));
    assertEquals(TensorLayout.CHANNELS_LAST, TensorLayout.of(convolutions(4, 12)));
    assertEquals(TensorLayout.PLANES, TensorLayout.of(convolutions(15, 31)));
    assertEquals(TensorLayout.PLANES, TensorLayout.of(convolutions(15, 32)));
  }

  @Test
  void imagesAloneAreLaidOut() {
    try (PointerScope scope = new PointerScope()) {
      Tensor image = torch.ones(2, 8, 4, 4);
      assertTrue(last(TensorLayout.CHANNELS_LAST.laid(image)));
      assertFalse(last(TensorLayout.PLANES.laid(image)));
      assertEquals(2, TensorLayout.CHANNELS_LAST.laid(torch.ones(2, 8)).dim());
    }
  }

  private static boolean last(Tensor tensor) {
    return tensor.is_contiguous(torch.MemoryFormat.ChannelsLast);
  }
}
