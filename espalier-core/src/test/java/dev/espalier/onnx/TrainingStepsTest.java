package dev.espalier.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TrainingInfoProto;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Inference;
import dev.espalier.model.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Graphs of training steps state what a network was before the cut: they go, and it is said. */
class TrainingStepsTest {
  @Test
  void areLeftOutAndSaid(@TempDir Path folder) throws IOException {
    GraphBuilder g = GraphBuilder.fresh("trained", 1);
    Model plain = g.output(g.gemm("fc", g.input("x", 3), 2), "y").build();
    Path file = folder.resolve("trained.onnx");
    ModelProto whole =
        ModelProto.parseFrom(OnnxWriter.bytes(plain)).toBuilder()
            .addTrainingInfo(TrainingInfoProto.newBuilder())
            .build();
    Files.write(file, whole.toByteArray());

    Model network = OnnxReader.network(file);
    ModelProto written = ModelProto.parseFrom(OnnxWriter.bytes(network));
    assertEquals(0, written.getTrainingInfoCount());
    assertTrue(Inference.note(network).contains("training_info"), Inference.note(network));
    assertEquals("", Inference.note(plain));
    assertEquals(
        1, ModelProto.parseFrom(OnnxWriter.bytes(OnnxReader.read(file))).getTrainingInfoCount());
  }
}
