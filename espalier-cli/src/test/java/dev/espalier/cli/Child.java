package dev.espalier.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The real program, in a process of its own. */
final class Child {
  private Child() {}

  /**
   * Starts it in a folder; what it says is added to the file {@code log} there.
   *
   * @param options of the JVM
   * @param words of the command line
   * @param surroundings changes the environment
   */
  static Process start(
      Path folder,
      String log,
      List<String> options,
      List<String> words,
      Consumer<Map<String, String>> surroundings)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    if (Runtime.version().feature() >= 23) {
      // as the launcher does: else the JVM warns of what protobuf does, in the middle of what is
      // read back
      command.add("--sun-misc-unsafe-memory-access=allow");
    }
    command.addAll(options);
    command.add("dev.espalier.cli.Main");
    command.addAll(words);
    ProcessBuilder child =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve(log).toFile()));
    // not by -cp: ONNX Runtime crashes in a process whose command line is longer than 4 KB
    child
        .environment()
        .put(
            "CLASSPATH",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    surroundings.accept(child.environment());
    return child.start();
  }
}
