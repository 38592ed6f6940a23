package dev.espalier.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.ModulePath;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the modules of runtime and core let other programs see. */
class ModulesTest {
  private static final String OURS = "dev.espalier.";
  private static final Path PAGE = Path.of("../docs/ARCHITECTURE.md");

  /** {@code | `dev.espalier.core` | `api`, `check` … |} */
  private static final Pattern ROW =
      Pattern.compile("\\| `(dev\\.espalier\\.\\w+)` \\| ([^|]*) \\|");

  private static final Pattern WORD = Pattern.compile("`([\\w.]+)`");

  private static final Map<String, ModuleDescriptor> MODULES =
      ModuleFinder.of(ModulePath.entries()).findAll().stream()
          .map(m -> m.descriptor())
          .filter(m -> m.name().startsWith(OURS))
          .collect(Collectors.toMap(ModuleDescriptor::name, m -> m));

  @TempDir private Path folder;

  private static Set<String> exported(String module) {
    return MODULES.get(module).exports().stream()
        .filter(e -> !e.isQualified())
        .map(e -> e.source().substring(OURS.length()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> told(String module) throws IOException {
    Set<String> told = new TreeSet<>();
    Matcher row = ROW.matcher(Files.readString(PAGE));
    while (row.find()) {
      if (row.group(1).equals(module)) {
        WORD.matcher(row.group(2)).results().forEach(w -> told.add(w.group(1)));
      }
    }
    return told;
  }

  @Test
  void theDocumentNamesWhatIsExported() throws IOException {
    assertEquals(Set.of("dev.espalier.runtime", "dev.espalier.core"), MODULES.keySet());
    for (String module : MODULES.keySet()) {
      assertEquals(told(module), exported(module), module);
    }
  }

  private List<String> imported(String requires, String type) throws IOException {
    return new ModulePath(folder)
        .compile("Program", requires, "import " + type + "; class Program { " + type + " used; }");
  }

  @Test
  void whatIsInsideCannotBeImported() throws IOException {
    assertEquals(List.of(), imported("dev.espalier.core", "dev.espalier.api.Espalier"));
    assertEquals(List.of(), imported("dev.espalier.core", "dev.espalier.runtime.OpenModel"));
    assertEquals(List.of(), imported("dev.espalier.runtime", "dev.espalier.runtime.OpenModel"));
    for (String inside :
        List.of(
            "dev.espalier.onnx.OnnxReader",
            "dev.espalier.ort.Session",
            "dev.espalier.cut.Cutter")) {
      String said = String.join("\n", imported("dev.espalier.core", inside));
      String home = inside.substring(0, inside.lastIndexOf('.'));
      assertTrue(said.contains("package " + home + " is not visible"), said);
    }
  }
}
