package dev.espalier.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.onnx.OnnxReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/** What a run left when it was stopped. */
final class RunFiles {
  private RunFiles() {}

  /** A file is there whole or not at all. */
  static void everyOneReads(Path run) throws IOException {
    if (!Files.exists(run)) {
      return;
    }
    List<Path> files;
    try (Stream<Path> walk = Files.walk(run)) {
      files = walk.filter(f -> !f.getFileName().toString().startsWith(".")).toList();
    }
    for (Path file : files) {
      if (file.toString().endsWith(".json")) {
        assertTrue(JsonMapper.shared().readTree(Files.readString(file)).isObject(), file::toString);
      } else if (file.toString().endsWith(".onnx")) {
        assertTrue(OnnxReader.read(file).graph().nodes().size() > 1, file::toString);
      }
    }
  }
}
