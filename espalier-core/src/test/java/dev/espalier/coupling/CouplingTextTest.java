package dev.espalier.coupling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.SharedData;
import dev.espalier.onnx.OnnxReader;
import dev.espalier.op.Role;
import dev.espalier.prepare.Prepared;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Groups of real models, as text. */
class CouplingTextTest {
  private static String groups(String model, String heads) {
    Coupling coupling =
        Prepared.of(OnnxReader.read(SharedData.require("models/" + model)), heads).coupling();
    return coupling.groups().stream()
        .map(
            g ->
                g.name()
                    + " "
                    + g.units()
                    + (g.prunable() ? "" : " barred")
                    + ": "
                    + g.parameters(Role.PRODUCES).stream()
                        .map(s -> s.axis().toString())
                        .collect(Collectors.joining(" ")))
        .collect(Collectors.joining("\n"));
  }

  @Test
  void lenet() {
    assertEquals(
        """
        /0/Conv 20: 0.weight:0
        /3/Conv 50: 3.weight:0
        /7/Gemm 500: 7.weight:0
        /9/Gemm 10 barred: 9.weight:0""",
        groups("mnist/mnist_lenet5_caffe.onnx", "blocks"));
  }

  @Test
  void residualStreamOfAResnetWithZeroPaddedShortcuts() {
    String text = groups("resnet-cifar10/resnet20_cifar10.onnx", "blocks");
    assertTrue(
        text.startsWith(
            """
            conv1 16: conv1.weight:0 layer1.0.conv2.weight:0 layer1.1.conv2.weight:0 layer1.2.conv2.weight:0 layer2.0.conv2.weight:0 \
            layer2.1.conv2.weight:0 layer2.2.conv2.weight:0 layer3.0.conv2.weight:0 layer3.1.conv2.weight:0 layer3.2.conv2.weight:0
            layer1.0.conv1 16: layer1.0.conv1.weight:0
            """),
        text);
    assertTrue(text.contains("layer2.0.conv2 16: layer2.0.conv2.weight:0"), text);
  }

  @Test
  void headsOfATransformerAreWholeBlocksOrPositions() {
    String blocks = groups("text/transformer2_agnews7600.onnx", "blocks");
    assertTrue(
        blocks.contains(
            "/b.0/q/MatMul 4: onnx::MatMul_301:1 onnx::MatMul_305:1 onnx::MatMul_306:1"),
        blocks);
    String positions = groups("text/transformer2_agnews7600.onnx", "positions");
    assertTrue(
        positions.contains("/b.0/q/MatMul 24: onnx::MatMul_301:1 onnx::MatMul_305:1\n"), positions);
  }

  @Test
  void recurrentLayersAreNotTiedThroughASharedInitialState() {
    String text = groups("speech/fsdd_bilstm2x96.onnx", "blocks");
    assertEquals(3, text.lines().count(), text);
    assertTrue(text.contains(" 96: "), text);
  }
}
