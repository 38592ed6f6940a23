package dev.espalier.pipeline;

import dev.espalier.coupling.Coupling;
import dev.espalier.coupling.Group;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Chooses groups by patterns: {@code *} stands for any text, {@code ?} for any character; case
 * counts.
 */
final class Names {
  private Names() {}

  /** Groups that the recipe leaves whole: excluded, or not included where something is. */
  static Set<String> frozen(Coupling coupling, List<String> include, List<String> exclude) {
    Set<String> frozen = new LinkedHashSet<>();
    for (Group group : coupling.groups()) {
      boolean in = include.isEmpty() || matches(group, include);
      if (!in || matches(group, exclude)) {
        frozen.add(group.name());
      }
    }
    return frozen;
  }

  /** Patterns that match no group; each is likely a slip. */
  static List<String> unused(Coupling coupling, List<String> patterns) {
    return patterns.stream()
        .filter(p -> coupling.groups().stream().noneMatch(g -> matches(g, List.of(p))))
        .toList();
  }

  /** A group answers to its own name and to those of its parameters. */
  private static boolean matches(Group group, List<String> patterns) {
    return patterns.stream()
        .map(Names::compiled)
        .anyMatch(
            p ->
                p.matcher(group.name()).matches()
                    || group.parameters().stream()
                        .anyMatch(s -> p.matcher(s.axis().value()).matches()));
  }

  private static Pattern compiled(String pattern) {
    return Pattern.compile(
        "\\Q" + pattern.replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q") + "\\E");
  }
}
