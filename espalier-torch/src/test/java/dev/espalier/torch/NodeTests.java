package dev.espalier.torch;

import dev.espalier.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds the node tests of the ONNX standard: folders that hold a model of one node and its inputs
 * and outputs.
 */
final class NodeTests {
  private NodeTests() {}

  /**
   * The folder named by {@code ESPALIER_ONNX_NODE_TESTS}, else {@code onnx/node} of the shared
   * data.
   */
  static Optional<Path> home() {
    return Stream.ofNullable(System.getenv("ESPALIER_ONNX_NODE_TESTS"))
        .map(Path::of)
        .filter(Files::isDirectory)
        .findFirst()
        .or(() -> SharedData.find("onnx/node"));
  }

  static List<Path> all(Path home) {
    try (Stream<Path> folders = Files.list(home)) {
      return folders.filter(folder -> Files.exists(folder.resolve("model.onnx"))).sorted().toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
