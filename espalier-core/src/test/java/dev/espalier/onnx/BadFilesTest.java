package dev.espalier.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import dev.espalier.SharedData;
import dev.espalier.model.Model;
import dev.espalier.model.ModelFormatException;
import dev.espalier.model.Node;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong with a file is said in one message; nothing else is ever thrown. */
class BadFilesTest {
  @TempDir Path folder;

  @Test
  void whatIsNoModelIsRefused() throws IOException {
    refused(new byte[0], "is empty");
    refused("hello, this is no model".getBytes(StandardCharsets.UTF_8), "ONNX");
    refused(
        "version https://git-lfs.github.com/spec/v1\n".getBytes(StandardCharsets.UTF_8),
        "git lfs pull");
    refused(ModelProto.newBuilder().setIrVersion(8).build().toByteArray(), "no graph");
    assertMessage(folder, "no regular file");
    assertMessage(folder.resolve("absent.onnx"), "no such file");
  }

  @Test
  void earlyFormatWithoutOperatorSetIsRefused() {
    refused(
        Protos.adding(Protos.floats(1)).clearOpsetImport().setIrVersion(1),
        "re-export with opset 7 or newer");
  }

  @Test
  void earlyRealModelIsRefused() {
    assertMessage(
        SharedData.require("models/invalid/super_resolution_ir1.onnx"),
        "re-export with opset 7 or newer");
  }

  @Test
  void foreignOperatorsAndTreesAreReadable() {
    Model foreign = OnnxReader.read(SharedData.require("models/invalid/qonnx_tfc_1w1a.onnx"));
    assertTrue(foreign.graph().nodes().stream().anyMatch(node -> !node.domain().isEmpty()));
    Model trees = OnnxReader.read(SharedData.require("models/invalid/treeensemble.onnx"));
    assertEquals("ai.onnx.ml", trees.graph().nodes().get(0).domain());
  }

  @Test
  void contentsMustFitTheirAxes() {
    refused(
        Protos.adding(Protos.floats(1, 2).clearDims().addDims(3)),
        "initializer 'w': a tensor of FLOAT[3] needs 12 bytes, but 8");
    refused(Protos.adding(Protos.floats(1).clearDims().addDims(-1)), "impossible size -1");
    refused(Protos.adding(Protos.floats(1).addDims(1L << 40)), "impossible size");
    refused(Protos.adding(Protos.floats(1).addDims(1 << 30)), "2 GB");
    refused(
        Protos.adding(Protos.floats(1).addDims(1 << 30).addDims(1 << 30).addDims(0)),
        "2^31 elements");
    ByteString odd = ByteString.copyFrom(new byte[7]);
    refused(
        Protos.adding(TensorProto.newBuilder().setDataType(1).addDims(2).setRawData(odd)),
        "needs 8 bytes, but 7");
  }

  @Test
  void everyValueHasOneSource() {
    refused(
        Protos.model(chain().addNode(Protos.node("Neg", "again", List.of("x"), "y"))),
        "'Neg again' produces 'y'");
    refused(
        Protos.model(chain().addNode(Protos.node("Neg", "loose", List.of("nowhere"), "z"))),
        "reads 'nowhere'");
    refused(
        Protos.model(chain().addInput(ValueInfoProto.newBuilder().setName("x"))),
        "input 'x' twice");
    refused(
        Protos.model(chain().addOutput(ValueInfoProto.newBuilder().setName("q"))), "output 'q'");
    refused(
        Protos.model(
            chain()
                .addNode(Protos.node("Add", "p", List.of("x", "b"), "a"))
                .addNode(Protos.node("Neg", "q", List.of("a"), "b"))),
        "cycle");
    refused(
        Protos.model(
            chain()
                .addInitializer(Protos.floats(1).setName("w"))
                .addInitializer(Protos.floats(2).setName("w"))),
        "twice");
  }

  @Test
  void nodesAreSorted() {
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .addInput(ValueInfoProto.newBuilder().setName("x"))
            .addOutput(ValueInfoProto.newBuilder().setName("z"))
            .addNode(Protos.node("Abs", "second", List.of("y"), "z"))
            .addNode(Protos.node("Neg", "first", List.of("x"), "y"));
    List<Node> nodes =
        OnnxReader.read(Protos.model(graph).build().toByteArray(), folder, "m").graph().nodes();
    assertEquals(List.of("first", "second"), nodes.stream().map(Node::name).toList());
  }

  @Test
  void truncatedFilesAreRefused() throws IOException {
    byte[] whole = Files.readAllBytes(SharedData.require("models/mnist/mnist_lenet5_caffe.onnx"));
    Random random = new Random(1);
    for (int i = 0; i < 60; i++) {
      byte[] cut =
          Arrays.copyOf(whole, i < 20 ? whole.length - 1 - i : random.nextInt(whole.length));
      assertThrows(ModelFormatException.class, () -> OnnxReader.read(cut, folder, "cut"));
    }
  }

  @Test
  void damagedFilesAreReadOrRefused() {
    byte[] whole = FidelityTest.strange().build().toByteArray();
    Random random = new Random(2);
    int refused = 0;
    for (int i = 0; i < 4000; i++) {
      byte[] damaged = whole.clone();
      for (int k = random.nextInt(3); k >= 0; k--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      refused += readable(damaged) ? 0 : 1;
    }
    for (int i = 0; i < 1000; i++) {
      byte[] noise = new byte[random.nextInt(200)];
      random.nextBytes(noise);
      refused += readable(noise) ? 0 : 1;
    }
    assertTrue(refused > 1500, "only " + refused + " were refused");
  }

  private boolean readable(byte[] bytes) {
    try {
      byte[] written = OnnxWriter.bytes(OnnxReader.read(bytes, folder, "damaged"));
      return written.length > 0;
    } catch (ModelFormatException e) {
      return false;
    }
  }

  private static GraphProto.Builder chain() {
    return GraphProto.newBuilder()
        .setName("chain")
        .addInput(ValueInfoProto.newBuilder().setName("x"))
        .addOutput(ValueInfoProto.newBuilder().setName("y"))
        .addNode(Protos.node("Relu", "relu", List.of("x"), "y"));
  }

  private void refused(ModelProto.Builder model, String expected) {
    byte[] bytes = model.build().toByteArray();
    ModelFormatException e =
        assertThrows(ModelFormatException.class, () -> OnnxReader.read(bytes, folder, "bad.onnx"));
    assertTrue(
        e.getMessage().startsWith("bad.onnx: ") && e.getMessage().contains(expected),
        e.getMessage());
  }

  private void refused(byte[] bytes, String expected) throws IOException {
    assertMessage(Files.write(folder.resolve("bad.onnx"), bytes), expected);
  }

  private static void assertMessage(Path file, String expected) {
    ModelFormatException e = assertThrows(ModelFormatException.class, () -> OnnxReader.read(file));
    assertTrue(
        e.getMessage().startsWith(file.toString()) && e.getMessage().contains(expected),
        e.getMessage());
  }
}
