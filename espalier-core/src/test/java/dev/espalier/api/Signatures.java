package dev.espalier.api;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Everything that a module shows to all others, as text: its types, what they extend, their
 * members.
 */
public final class Signatures {
  /** What the compiler writes into every record and enum. */
  private static final Set<String> WRITTEN =
      Set.of("equals", "hashCode", "toString", "values", "valueOf");

  private Signatures() {}

  /** Of the module that a class belongs to, in the order of names. */
  public static String of(Class<?> anchor) throws IOException {
    Path place;
    try {
      place = Path.of(anchor.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
    if (Files.isDirectory(place)) {
      return text(place);
    }
    try (FileSystem jar = FileSystems.newFileSystem(place)) {
      return text(jar.getPath("/"));
    }
  }

  private static String text(Path root) throws IOException {
    ModuleDescriptor module;
    try (InputStream in = Files.newInputStream(root.resolve("module-info.class"))) {
      module = ModuleDescriptor.read(in);
    }
    List<String> packages =
        module.exports().stream()
            .filter(e -> !e.isQualified())
            .map(ModuleDescriptor.Exports::source)
            .sorted()
            .toList();
    List<String> types = new ArrayList<>();
    for (String each : packages) {
      try (Stream<Path> files = Files.list(root.resolve(each.replace('.', '/')))) {
        files
            .map(f -> f.getFileName().toString())
            .filter(f -> f.endsWith(".class"))
            .sorted()
            .map(f -> type(each + "." + f.substring(0, f.length() - ".class".length())))
            .filter(Signatures::visible)
            .forEach(t -> types.add(text(t)));
      }
    }
    return String.join("\n", types);
  }

  private static Class<?> type(String name) {
    try {
      return Class.forName(name, false, Signatures.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(name, e);
    }
  }

  private static boolean visible(Class<?> type) {
    boolean shown = Modifier.isPublic(type.getModifiers()) && !type.isSynthetic();
    Class<?> around = type.getEnclosingClass();
    return shown && !type.isAnonymousClass() && (around == null || visible(around));
  }

  private static String text(Class<?> type) {
    Stream<Member> members =
        Stream.of(
                type.getDeclaredConstructors(), type.getDeclaredMethods(), type.getDeclaredFields())
            .flatMap(Arrays::stream)
            .map(Member.class::cast);
    return head(type)
        + members
            .filter(
                m -> Modifier.isPublic(m.getModifiers()) || Modifier.isProtected(m.getModifiers()))
            .filter(m -> !m.isSynthetic() && !written(type, m))
            .map(m -> "  " + shortened(line(m), type) + "\n")
            .sorted()
            .collect(Collectors.joining());
  }

  private static boolean written(Class<?> type, Member member) {
    return (type.isRecord() || type.isEnum()) && WRITTEN.contains(member.getName());
  }

  private static String head(Class<?> type) {
    String above =
        Stream.concat(
                Stream.ofNullable(type.getGenericSuperclass()),
                Arrays.stream(type.getGenericInterfaces()))
            .map(Type::getTypeName)
            .filter(t -> !t.equals("java.lang.Object") && !t.equals("java.lang.Record"))
            .collect(Collectors.joining(", "));
    // newer versions of Java say which types are sealed
    String named = type.toGenericString().replace("non-sealed ", "").replace("sealed ", "");
    return named + (above.isEmpty() ? "" : " : " + above) + "\n";
  }

  private static String line(Member member) {
    if (member instanceof Method method) {
      return method.toGenericString();
    }
    return member instanceof Constructor<?> made
        ? ((Executable) made).toGenericString()
        : ((Field) member).toGenericString();
  }

  private static String shortened(String line, Class<?> type) {
    return line.replace(type.getName() + ".", "")
        .replace("java.lang.", "")
        .replace("java.util.", "");
  }
}
