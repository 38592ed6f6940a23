package dev.espalier.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GraphTextTest {
  @Test
  void inputsNodesAndOutputs() {
    GraphBuilder g = GraphBuilder.fresh("net", 1);
    String x = g.relu(g.conv("conv", g.input("x", 3, 8, 8), ConvSpec.of(4, 3)));
    g.output(g.reshape(x, 0, -1), "y");
    assertEquals(
        """
        net, opset 17
        input x FLOAT[batch,3,8,8]
        conv = Conv(x, conv.weight[4x3x3x3], conv.bias[4]) group=1 kernel_shape=[3,3] \
        pads=[1,1,1,1] strides=[1,1]
        relu_1 = Relu(conv)
        y = Reshape(relu_1, reshape.sizes_2{0,-1}) # reshape_2
        output y FLOAT[batch,256]
        """,
        GraphText.of(g.build()));
  }

  /** Attributes stand by name, whatever order a file has them in. */
  @Test
  void omittedValuesForeignDomainsAndAttributesOfEachKind() {
    Map<String, Attribute> attributes =
        Attributes.of("mode", "linear", "alpha", 0.5, "table", Tensor.vector(1, 2));
    attributes.put("body", new Attribute.Opaque(new byte[0], List.of(), 0, Set.of()));
    attributes.put("names", new Attribute.Strings(List.of("a", "b")));
    Node node =
        new Node(
            "n",
            "ai.onnx.ml",
            "Odd",
            List.of("x", "", "bytes", "low"),
            List.of("", "n"),
            attributes,
            new byte[0]);
    Tensor bytes = new Tensor(DType.UINT8, new int[] {2, 3}, Tensor.allocate(6));
    Map<String, Tensor> constants =
        Map.of("bytes", bytes, "low", Tensor.floats(new float[] {0.5f}));
    assertEquals(
        "_, n = ai.onnx.ml.Odd(x, _, bytes[UINT8 2x3], low{0.5}) alpha=0.5 "
            + "body=<carried as bytes> mode=linear names=[a,b] table={1,2}",
        GraphText.of(node, constants));
  }
}
