package dev.espalier.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.espalier.model.Model;
import dev.espalier.model.ModelFormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Weights in other files become part of the model, if these files lie with it. */
class ExternalDataTest {
  @TempDir Path temp;
  private Path folder;

  @BeforeEach
  void writeWeights() throws IOException {
    folder = Files.createDirectories(temp.resolve("model/sub")).getParent();
    ByteBuffer weights = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    weights.putFloat(9).putFloat(1.5f).putFloat(-2).putFloat(8);
    Files.write(folder.resolve("sub/weights.bin"), weights.array());
    Files.write(temp.resolve("secret.bin"), weights.array());
  }

  @Test
  void regionsAreRead() {
    Model model =
        read(external(Map.of("location", "sub/weights.bin", "offset", "4", "length", "8")));
    assertArrayEquals(new float[] {1.5f, -2}, model.graph().initializers().get("w").floats());
    byte[] single = OnnxWriter.bytes(model);
    assertEquals(
        model.graph().initializers(),
        OnnxReader.read(single, temp, "moved").graph().initializers());
  }

  @Test
  void lengthMayBeLeftOut() {
    Model model = read(external(Map.of("location", "sub/weights.bin", "offset", "8")));
    assertArrayEquals(new float[] {-2, 8}, model.graph().initializers().get("w").floats());
  }

  @Test
  void weightsInsideSubgraphsBecomePartOfTheModel() throws IOException {
    TensorProto.Builder inner =
        external(Map.of("location", "sub/weights.bin", "offset", "4", "length", "8"))
            .setName("inner");
    GraphProto.Builder branch =
        GraphProto.newBuilder()
            .setName("branch")
            .addInitializer(inner)
            .addNode(Protos.node("Add", "sum", List.of("inner", "x"), "out"))
            .addOutput(ValueInfoProto.newBuilder().setName("out"));
    ModelProto.Builder model = Protos.adding(Protos.floats(1, 2));
    model
        .getGraphBuilder()
        .addNode(
            Protos.node("If", "if", List.of("w"), "z")
                .addAttribute(
                    AttributeProto.newBuilder()
                        .setName("then_branch")
                        .setType(AttributeProto.AttributeType.GRAPH)
                        .setG(branch)));
    ModelProto written =
        ModelProto.parseFrom(
            OnnxWriter.bytes(OnnxReader.read(model.build().toByteArray(), folder, "m.onnx")));
    TensorProto moved = written.getGraph().getNode(1).getAttribute(0).getG().getInitializer(0);
    assertEquals(0, moved.getExternalDataCount());
    assertEquals(
        1.5f, moved.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN).getFloat());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../secret.bin",
        "sub/../../secret.bin",
        "/etc/hostname",
        "\\secret.bin",
        "",
        "absent.bin",
        "sub",
        "a\0b",
        "link.bin"
      })
  void otherPlacesAreRefused(String location) throws IOException {
    Files.createSymbolicLink(folder.resolve("link.bin"), temp.resolve("secret.bin"));
    refused(Map.of("location", location, "offset", "4", "length", "8"));
  }

  @ParameterizedTest
  @CsvSource({
    "16,8",
    "12,8",
    "-4,8",
    "4,-8",
    "4,4",
    "x,8",
    "4,9999999999999999999",
    "9223372036854775807,8",
    "4,9223372036854775807"
  })
  void otherRegionsAreRefused(String offset, String length) {
    refused(Map.of("location", "sub/weights.bin", "offset", offset, "length", length));
  }

  private void refused(Map<String, String> entries) {
    ModelFormatException e =
        assertThrows(ModelFormatException.class, () -> read(external(entries)));
    assertTrue(e.getMessage().startsWith("m.onnx: initializer 'w': "), e.getMessage());
  }

  private Model read(TensorProto.Builder weights) {
    return OnnxReader.read(Protos.adding(weights).build().toByteArray(), folder, "m.onnx");
  }

  private static TensorProto.Builder external(Map<String, String> entries) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setDataType(1)
            .addDims(2)
            .setDataLocation(TensorProto.DataLocation.EXTERNAL);
    entries.forEach((key, value) -> tensor.addExternalDataBuilder().setKey(key).setValue(value));
    return tensor;
  }
}
