package dev.espalier.cli;

import dev.espalier.model.Model;
import dev.espalier.ort.Opening;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** Shapes of inputs that a file leaves open. */
final class ShapeOptions {
  @Option(
      names = "--shape",
      paramLabel = "NAME=SIZES",
      description =
          "Shape of an input that the file leaves open, such as x=N,3,224,224; may be repeated.")
  private List<String> shapes = List.of();

  /** In the form of the setting {@code shapes}. */
  List<String> shapes() {
    return shapes;
  }

  /** The model in {@code file} with these shapes. */
  Model open(Path file) {
    return Opening.network(file, shapes);
  }
}
