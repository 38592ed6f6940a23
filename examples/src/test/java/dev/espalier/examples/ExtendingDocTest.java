package dev.espalier.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/EXTENDING.md, the services files and the classes name the same extension points. */
class ExtendingDocTest {
  private static final Path PAGE = Path.of("../docs/EXTENDING.md");
  private static final Path SERVICES = Path.of("src/main/resources/META-INF/services");
  private static final Path SOURCES = Path.of("src/main/java/dev/espalier/examples");

  /** {@code [`Example`](…/Example.java) | `services.File` |} at the end of a row. */
  private static final Pattern ROW =
      Pattern.compile(
          "\\| \\[`(\\w+)`\\]\\(\\.\\./examples/(src/main/java/dev/espalier/examples/\\w+\\.java)\\)"
              + " \\| `(dev\\.espalier\\.[\\w.]+)` \\|");

  private static final Pattern PACKAGE = Pattern.compile("package ([\\w.]+);");

  /** Each lies in the package of what it loads. */
  private static final Pattern LOAD = Pattern.compile("ServiceLoader\\.load\\(([A-Z]\\w*)\\.class");

  /** Service to example, as the page has them. */
  private static Map<String, String> told() throws IOException {
    Map<String, String> rows = new TreeMap<>();
    Matcher matcher = ROW.matcher(Files.readString(PAGE));
    while (matcher.find()) {
      rows.put(matcher.group(3), matcher.group(1));
      assertTrue(Files.isRegularFile(Path.of(matcher.group(2))), matcher.group(2));
    }
    return rows;
  }

  private static Map<String, String> named() throws IOException {
    Map<String, String> named = new TreeMap<>();
    try (Stream<Path> files = Files.list(SERVICES)) {
      for (Path file : files.toList()) {
        String example = Files.readString(file).strip();
        named.put(file.getFileName().toString(), example.substring(example.lastIndexOf('.') + 1));
      }
    }
    return named;
  }

  /** What the sources ask other jars for, but for the tools that espalier-torch is. */
  private static Set<String> loaded() throws IOException {
    Set<String> loaded = new TreeSet<>();
    for (String module :
        List.of("espalier-runtime", "espalier-core", "espalier-torch", "espalier-cli")) {
      try (Stream<Path> files = Files.walk(Path.of("..", module, "src", "main", "java"))) {
        for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
          loadedBy(Files.readString(file), loaded);
        }
      }
    }
    Set<String> ofTorch = Set.of("dev.espalier.tune.Toolbox", "dev.espalier.files.Setter");
    assertTrue(loaded.containsAll(ofTorch), "the scan sees what is loaded");
    loaded.removeAll(ofTorch);
    return loaded;
  }

  private static void loadedBy(String source, Set<String> loaded) {
    Matcher home = PACKAGE.matcher(source);
    Matcher load = LOAD.matcher(source);
    while (home.find() && load.find()) {
      loaded.add(home.group(1) + "." + load.group(1));
      home.reset();
    }
  }

  @Test
  void everyExtensionPointHasAnExample() throws IOException {
    assertEquals(named(), told());
    assertEquals(loaded(), told().keySet());
  }

  @Test
  void extensionPointsArePublicAndFindTheirExample() throws Exception {
    for (Map.Entry<String, String> row : told().entrySet()) {
      Class<?> point = Class.forName(row.getKey());
      assertTrue(point.isInterface() && Modifier.isPublic(point.getModifiers()), row.getKey());
      assertTrue(
          ServiceLoader.load(point).stream()
              .anyMatch(p -> p.type().getSimpleName().equals(row.getValue())),
          row.getValue());
      String source = Files.readString(SOURCES.resolve(row.getValue() + ".java"));
      String flat = source.replaceAll("\\s*\\n\\s*\\*\\s*", "");
      assertTrue(
          flat.contains("META-INF/services/" + row.getKey()), "Javadoc of " + row.getValue());
      assertTrue(source.contains("<p>To copy: "), "Javadoc of " + row.getValue());
    }
  }
}
