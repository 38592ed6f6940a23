package dev.espalier.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** The network and the data of the demo. */
final class Digits {
  private Digits() {}

  /** Puts digits.onnx, digits.yaml and the table that it names into a folder. */
  static void copy(Path folder) throws IOException {
    for (String file : List.of("digits.onnx", "digits.yaml", "digits.csv.gz")) {
      try (InputStream in = DemoCommand.class.getResourceAsStream("/digits/" + file)) {
        Files.copy(Objects.requireNonNull(in), folder.resolve(file));
      }
    }
  }
}
