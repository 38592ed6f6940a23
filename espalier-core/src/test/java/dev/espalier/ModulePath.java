package dev.espalier;

import java.io.File;
import java.io.IOException;
import java.lang.module.ModuleFinder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Programs as modules: on the module path lies what the class path of the test has, without tests.
 *
 * @param folder for what is compiled and for the options of the JVM
 */
public record ModulePath(Path folder) {
  /**
   * Compiles the module {@code program} of one class without a package.
   *
   * @param requires module that it needs
   * @return the compiler's errors; none where it is sound
   */
  public List<String> compile(String name, String requires, String source) throws IOException {
    Files.createDirectories(classes());
    Path info = folder.resolve("module-info.java");
    Files.writeString(info, "module program { requires " + requires + "; }");
    Path file = Files.createDirectories(folder.resolve("program")).resolve(name + ".java");
    Files.writeString(file, "package program;\n" + source);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    List<String> options = List.of("-proc:none", "-p", path(), "-d", classes().toString());
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      compiler
          .getTask(null, manager, found, options, null, manager.getJavaFileObjects(info, file))
          .call();
    }
    return found.getDiagnostics().stream()
        .filter(d -> d.getKind() == Diagnostic.Kind.ERROR)
        .map(d -> d.getMessage(Locale.ROOT))
        .toList();
  }

  /**
   * Runs a main class in a JVM of its own.
   *
   * @param main {@code module/class}
   * @return what it printed
   * @throws AssertionError where it does not end with 0
   */
  public String run(String main, String... arguments) throws IOException, InterruptedException {
    // by a file: ONNX Runtime crashes in a process whose command line is above 4 KB
    Path options =
        Files.writeString(folder.resolve("options"), "-p " + path() + "\n" + nativeModules());
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + options,
                "-m",
                main));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new AssertionError(main + " ended with " + process.exitValue() + ":\n" + said);
    }
    return said;
  }

  /** Modules of libtorch's libraries, which no module requires: they depend on the platform. */
  private static String nativeModules() {
    String names =
        ModuleFinder.of(entries()).findAll().stream()
            .map(m -> m.descriptor().name())
            .filter(name -> name.startsWith("org.bytedeco."))
            .sorted()
            .collect(Collectors.joining(","));
    return names.isEmpty() ? "" : "--add-modules " + names;
  }

  private Path classes() {
    return folder.resolve("classes");
  }

  private String path() {
    return Files.exists(classes()) ? classes() + File.pathSeparator + tested() : tested();
  }

  /** The class path of the test without tests, as the compiler and the JVM take a module path. */
  public static String tested() {
    return Arrays.stream(entries())
        .map(Path::toString)
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** The same entry by entry. */
  public static Path[] entries() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(p -> !p.endsWith("test-classes") && !p.endsWith("-tests.jar"))
        .map(Path::of)
        .filter(Files::exists)
        .toArray(Path[]::new);
  }
}
