package dev.espalier.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.onnx.proto.OnnxMl.ModelProto;
import dev.espalier.SharedData;
import dev.espalier.model.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** Every real model survives reading and writing, and a second time gives the same bytes. */
@Tag("slow")
class RoundTripTest {
  @TestFactory
  Stream<DynamicTest> realModelsSurvive() throws IOException {
    Optional<Path> models = SharedData.find("models");
    if (models.isEmpty()) {
      return Stream.of(DynamicTest.dynamicTest("real models", () -> SharedData.require("models")));
    }
    try (Stream<Path> files = Files.walk(models.get())) {
      return files
          .filter(
              file -> file.toString().endsWith(".onnx") && !file.getParent().endsWith("invalid"))
          .sorted()
          .toList()
          .stream()
          .map(
              file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> survives(file)));
    }
  }

  private static void survives(Path file) throws IOException {
    Model model = OnnxReader.read(file);
    byte[] written = OnnxWriter.bytes(model);
    assertEquals(
        Canonical.of(ModelProto.parseFrom(Files.readAllBytes(file))),
        Canonical.of(ModelProto.parseFrom(written)));
    assertArrayEquals(
        written, OnnxWriter.bytes(OnnxReader.read(written, file.getParent(), "second")));
  }
}
