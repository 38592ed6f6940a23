package dev.espalier.bench;

import dev.espalier.model.Model;
import dev.espalier.onnx.OnnxWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Writes the untrained benchmark models: {@code WriteGraphs OUT [NAME...]}. The same seed gives the
 * same files.
 */
public final class WriteGraphs {
  private static final long SEED = 1;

  private WriteGraphs() {}

  public static void main(String[] args) throws IOException {
    if (args.length == 0) {
      System.err.println("usage: WriteGraphs OUT [NAME...], of " + BenchGraphs.all().keySet());
      System.exit(2);
    }
    Path out = Files.createDirectories(Path.of(args[0]));
    List<String> wanted = Arrays.asList(args).subList(1, args.length);
    BenchGraphs.all()
        .forEach(
            (name, graph) -> {
              if (wanted.isEmpty() || wanted.contains(name)) {
                write(out.resolve(name + ".onnx"), graph.apply(SEED));
              }
            });
  }

  private static void write(Path file, Model model) {
    OnnxWriter.write(model, file);
    System.err.printf("%s: %,d parameters%n", file, model.parameters());
  }
}
