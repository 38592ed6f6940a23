package dev.espalier.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.ParamTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExportsTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModuleTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TypeParameterTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/**
 * Javadoc has no gaps: whatever a program sees of an exported package says what it is, what each
 * parameter is, and what is returned.
 */
class DocumentedTest {
  private static final List<String> MODULES =
      List.of("espalier-runtime", "espalier-core", "espalier-torch");

  /** Fewer declarations than this would mean that the test looks at nothing. */
  private static final int FEWEST = 1000;

  private final List<String> gaps = new ArrayList<>();
  private int seen;

  @Test
  void whatProgramsSeeIsExplained() throws IOException {
    for (String module : MODULES) {
      look(Path.of("..", module, "src", "main", "java"));
    }
    assertEquals("", String.join("\n", gaps));
    assertTrue(seen >= FEWEST, "only " + seen + " declarations found");
  }

  private void look(Path sources) throws IOException {
    List<Path> files = new ArrayList<>();
    for (String exported : exported(sources.resolve("module-info.java"))) {
      try (Stream<Path> inside = Files.list(sources.resolve(exported.replace('.', '/')))) {
        inside.filter(f -> f.toString().endsWith(".java")).sorted().forEach(files::add);
      }
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null, manager, null, null, null, manager.getJavaFileObjectsFromPaths(files));
      DocTrees docs = DocTrees.instance(task);
      for (CompilationUnitTree unit : task.parse()) {
        new Declarations(docs).scan(unit, null);
      }
    }
  }

  /** Packages that a module exports to all. */
  private static List<String> exported(Path info) throws IOException {
    List<String> exported = new ArrayList<>();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(null, manager, null, null, null, manager.getJavaFileObjects(info));
      for (CompilationUnitTree unit : task.parse()) {
        new TreeScanner<Void, Void>() {
          @Override
          public Void visitModule(ModuleTree module, Void nothing) {
            module.getDirectives().stream()
                .filter(d -> d instanceof ExportsTree e && e.getModuleNames() == null)
                .forEach(d -> exported.add(((ExportsTree) d).getPackageName().toString()));
            return null;
          }
        }.scan(unit, null);
      }
    }
    return exported;
  }

  /** Walks from public type to public member. */
  private final class Declarations extends TreePathScanner<Void, Void> {
    private final DocTrees docs;

    Declarations(DocTrees docs) {
      this.docs = docs;
    }

    @Override
    public Void visitClass(ClassTree type, Void nothing) {
      if (seen(type.getModifiers().getFlags())) {
        check(type.getSimpleName().toString(), components(type), type.getTypeParameters(), false);
        super.visitClass(type, null);
      }
      return null;
    }

    /** What a record's comment has to tell; nothing of other types. */
    private List<String> components(ClassTree type) {
      return type.getKind() != Tree.Kind.RECORD
          ? List.of()
          : type.getMembers().stream()
              .filter(m -> m instanceof VariableTree)
              .map(m -> (VariableTree) m)
              .filter(v -> !v.getModifiers().getFlags().contains(Modifier.STATIC))
              .map(v -> v.getName().toString())
              .toList();
    }

    @Override
    public Void visitMethod(MethodTree method, Void nothing) {
      boolean overrides =
          method.getModifiers().getAnnotations().stream()
              .anyMatch(a -> a.getAnnotationType().toString().equals("Override"));
      if (seen(method.getModifiers().getFlags()) && !overrides && !compact(method)) {
        Tree result = method.getReturnType();
        check(
            method.getName().toString(),
            method.getParameters().stream().map(v -> v.getName().toString()).toList(),
            method.getTypeParameters(),
            result != null && !result.toString().equals("void"));
      }
      return null;
    }

    /**
     * A compact constructor, whose parameters are those of the record, needs no comment of its own.
     */
    private boolean compact(MethodTree method) {
      return method.getReturnType() == null
          && !method.getParameters().isEmpty()
          && start(method.getParameters().get(0)) < start(method);
    }

    private long start(Tree tree) {
      return docs.getSourcePositions()
          .getStartPosition(getCurrentPath().getCompilationUnit(), tree);
    }

    @Override
    public Void visitVariable(VariableTree field, Void nothing) {
      if (seen(field.getModifiers().getFlags()) && !saysItself(field)) {
        check(field.getName().toString(), List.of(), List.of(), false);
      }
      return null;
    }

    /** An enum's constant that is made with its meaning as text. */
    private boolean saysItself(VariableTree field) {
      return field.getInitializer() instanceof NewClassTree made
          && made.getArguments().stream().anyMatch(a -> a.getKind() == Tree.Kind.STRING_LITERAL)
          && made.getIdentifier().toString().equals(simpleName());
    }

    private String simpleName() {
      return ((ClassTree) getCurrentPath().getParentPath().getLeaf()).getSimpleName().toString();
    }

    private boolean seen(Set<Modifier> flags) {
      Tree around = getCurrentPath().getParentPath().getLeaf();
      return flags.contains(Modifier.PUBLIC)
          || flags.contains(Modifier.PROTECTED)
          || (around.getKind() == Tree.Kind.INTERFACE && !flags.contains(Modifier.PRIVATE));
    }

    private void check(
        String name,
        List<String> parameters,
        List<? extends TypeParameterTree> types,
        boolean returns) {
      seen++;
      DocCommentTree comment = docs.getDocCommentTree(getCurrentPath());
      if (comment == null) {
        gap(name, "no comment");
        return;
      }
      if (comment.getFullBody().isEmpty()) {
        gap(name, "tags alone, no sentence");
      }
      Set<String> told =
          comment.getBlockTags().stream()
              .filter(t -> t instanceof ParamTree)
              .map(t -> ((ParamTree) t).getName().toString())
              .collect(Collectors.toCollection(HashSet::new));
      Stream.concat(parameters.stream(), types.stream().map(t -> t.getName().toString()))
          .filter(p -> !told.contains(p))
          .forEach(p -> gap(name, "no @param " + p));
      boolean toldReturn =
          Stream.concat(comment.getBlockTags().stream(), comment.getFirstSentence().stream())
              .anyMatch(t -> t.getKind() == DocTree.Kind.RETURN);
      if (returns && !toldReturn) {
        gap(name, "no @return");
      }
    }

    /** Full name of the file's type. */
    private String top() {
      CompilationUnitTree unit = getCurrentPath().getCompilationUnit();
      String file = Path.of(unit.getSourceFile().toUri()).getFileName().toString();
      return unit.getPackageName() + "." + file.replace(".java", "");
    }

    private void gap(String name, String what) {
      CompilationUnitTree unit = getCurrentPath().getCompilationUnit();
      long line = unit.getLineMap().getLineNumber(start(getCurrentPath().getLeaf()));
      gaps.add(top() + ":" + line + " " + name + ": " + what);
    }
  }
}
