package dev.espalier.bench;

import dev.espalier.files.DataException;
import dev.espalier.files.Json;
import dev.espalier.onnx.OnnxReader;
import dev.espalier.recipe.RecipeCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Reads every JSON, ONNX, YAML and HTML file of a run folder to its end and prints what is there;
 * ends with an error that names the file where one is damaged: {@code Intact RUN_DIR}.
 *
 * <p>Names that begin with a dot are files being written and are left out.
 */
public final class Intact {
  private Intact() {}

  public static void main(String[] args) throws IOException {
    System.out.println(check(Path.of(args[0])));
  }

  /** What the folder holds, for a person; throws where a file cannot be read whole. */
  static String check(Path run) throws IOException {
    if (!Files.isDirectory(run)) {
      return "nothing";
    }
    List<Path> files = files(run);
    for (Path file : files) {
      read(file);
    }
    long searched = files.stream().filter(f -> within(run, f).startsWith("work/search-")).count();
    long steps =
        files.stream().filter(f -> within(run, f).matches("work/trial-[0-9a-f]+\\.json")).count();
    List<String> results =
        files.stream().map(f -> within(run, f)).filter(f -> !f.contains("/")).toList();
    return searched + " trials, " + steps + " steps, " + String.join(" ", results);
  }

  private static List<Path> files(Path run) throws IOException {
    try (Stream<Path> walk = Files.walk(run)) {
      return walk.filter(Files::isRegularFile)
          .filter(f -> Stream.of(within(run, f).split("/")).noneMatch(n -> n.startsWith(".")))
          .sorted()
          .toList();
    }
  }

  private static String within(Path run, Path file) {
    return run.relativize(file).toString().replace('\\', '/');
  }

  private static void read(Path file) throws IOException {
    String name = file.toString();
    if (name.endsWith(".json")) {
      Json.read(file, Map.class);
    } else if (name.endsWith(".onnx")) {
      OnnxReader.read(file);
    } else if (name.endsWith(".yaml")) {
      RecipeCodec.read(file);
    } else if (name.endsWith(".html") && !Files.readString(file).strip().endsWith("</html>")) {
      throw new DataException(file + ": the page has no end");
    }
  }
}
