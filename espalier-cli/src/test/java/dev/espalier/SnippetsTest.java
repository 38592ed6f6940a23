package dev.espalier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The Java in the documents compiles against what is built, as a module of its own. */
@Tag("slow")
class SnippetsTest {
  private static final JavaClasses CLASSES = ProductionClasses.all();
  private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
  private static final Pattern NAME = Pattern.compile("\\b[A-Z]\\w+");

  /** Where a name is looked for first that several packages have. */
  private static final List<String> FIRST = List.of("api", "adaptive", "model");

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  @TempDir Path classes;

  private record Snippet(String place, String code) {}

  private static List<Snippet> snippets() throws IOException {
    List<Path> files = new ArrayList<>(List.of(ROOT.resolve("README.md")));
    try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
      docs.filter(f -> f.toString().endsWith(".md")).sorted().forEach(files::add);
    }
    List<Snippet> all = new ArrayList<>();
    for (Path file : files) {
      Matcher block = BLOCK.matcher(Files.readString(file));
      for (int n = 1; block.find(); n++) {
        all.add(new Snippet(ROOT.relativize(file) + " " + n, block.group(1)));
      }
    }
    return all;
  }

  @Test
  void thereAreSome() throws IOException {
    assertTrue(snippets().size() >= 2);
  }

  @TestFactory
  Stream<DynamicTest> compile() throws IOException {
    return snippets().stream()
        .map(s -> DynamicTest.dynamicTest(s.place(), () -> assertEquals("", problems(s))));
  }

  /** The type that a reader of the documents is meant to think of. */
  private static Optional<String> type(String name) {
    return CLASSES.stream()
        .filter(type -> type.getSimpleName().equals(name) && type.isTopLevelClass())
        .map(JavaClass::getName)
        .min(Comparator.comparingInt(SnippetsTest::place));
  }

  private static int place(String type) {
    for (int i = 0; i < FIRST.size(); i++) {
      if (type.startsWith("dev.espalier." + FIRST.get(i) + ".")) {
        return i;
      }
    }
    return FIRST.size();
  }

  /** Statements of a method body, with the project's types in sight. */
  private String problems(Snippet snippet) {
    String body =
        "import java.nio.file.*; import java.util.*;\n"
            + "class Snippet { void run(Map<String, Tensor> inputs) throws Exception {\n"
            + snippet.code()
            + "}}";
    String source =
        NAME.matcher(body)
                .results()
                .map(MatchResult::group)
                .distinct()
                .flatMap(name -> type(name).stream())
                .map(type -> "import " + type + ";\n")
                .collect(Collectors.joining())
            + body;
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    ToolProvider.getSystemJavaCompiler()
        .getTask(
            null,
            null,
            found,
            List.of("-proc:none", "-d", classes.toString(), "-p", ModulePath.tested()),
            null,
            List.of(
                new Source("Snippet", "package snippet; " + source),
                new Source("module-info", "module snippet { requires dev.espalier.core; }")))
        .call();
    return found.getDiagnostics().stream()
        .filter(d -> d.getKind() == Diagnostic.Kind.ERROR)
        .map(d -> d.getMessage(null))
        .collect(Collectors.joining("\n"));
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String name, String text) {
      super(URI.create("string:///" + name + ".java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
