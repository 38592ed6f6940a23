package dev.espalier.coupling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.SharedData;
import dev.espalier.onnx.OnnxReader;
import dev.espalier.prepare.Prepared;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Groups of real models, as text. */
class CouplingTextTest {
  /** Of each group how many units it has, whether they may go, and what makes them. */
  private static String groups(String model, String heads) {
    Coupling coupling =
        Prepared.of(OnnxReader.read(SharedData.require("models/" + model)), heads).coupling();
    return CouplingText.of(coupling)
        .lines()
        .filter(line -> line.contains(": made by "))
        .map(line -> line.substring(0, line.indexOf(';')))
        .collect(Collectors.joining("\n"));
  }

  @Test
  void lenet() {
    assertEquals(
        """
        /0/Conv, 20 units: made by 0.weight:0
        /3/Conv, 50 units: made by 3.weight:0
        /7/Gemm, 500 units: made by 7.weight:0
        /9/Gemm, 10 units, barred (output: is the model's output logits): made by 9.weight:0""",
        groups("mnist/mnist_lenet5_caffe.onnx", "blocks"));
  }

  @Test
  void residualStreamOfAResnetWithZeroPaddedShortcuts() {
    String text = groups("resnet-cifar10/resnet20_cifar10.onnx", "blocks");
    assertTrue(
        text.startsWith(
            """
            conv1, 16 units: made by conv1.weight:0 layer1.0.conv2.weight:0 layer1.1.conv2.weight:0 \
            layer1.2.conv2.weight:0 layer2.0.conv2.weight:0(8-23) layer2.1.conv2.weight:0(8-23) \
            layer2.2.conv2.weight:0(8-23) layer3.0.conv2.weight:0(24-39) \
            layer3.1.conv2.weight:0(24-39) layer3.2.conv2.weight:0(24-39)
            layer1.0.conv1, 16 units: made by layer1.0.conv1.weight:0
            """),
        text);
    assertTrue(
        text.contains("layer2.0.conv2, 16 units: made by layer2.0.conv2.weight:0(0-7@0 8-15@24)"),
        text);
  }

  @Test
  void headsOfATransformerAreWholeBlocksOrPositions() {
    String blocks = groups("text/transformer2_agnews7600.onnx", "blocks");
    assertTrue(
        blocks.contains(
            "/b.0/q/MatMul, 4 units: made by onnx::MatMul_301:1(24 each) "
                + "onnx::MatMul_305:1(24 each) onnx::MatMul_306:1(24 each)"),
        blocks);
    String positions = groups("text/transformer2_agnews7600.onnx", "positions");
    assertTrue(
        positions.contains(
            "/b.0/q/MatMul, 24 units: made by onnx::MatMul_301:1(4 times) "
                + "onnx::MatMul_305:1(4 times)\n"),
        positions);
  }

  @Test
  void recurrentLayersAreNotTiedThroughASharedInitialState() {
    String text = groups("speech/fsdd_bilstm2x96.onnx", "blocks");
    assertEquals(3, text.lines().count(), text);
    assertTrue(text.contains("/rnn/LSTM, 96 units: "), text);
  }
}
