package dev.espalier.cut;

import dev.espalier.coupling.Coupling;
import dev.espalier.coupling.Group;
import dev.espalier.coupling.ResidualBlock;
import dev.espalier.model.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Chooses groups by patterns: {@code *} stands for any text, {@code ?} for any character; case
 * counts.
 */
public final class Names {
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

  /**
   * Residual blocks that the recipe leaves in place: one of their parameters, or they themselves,
   * are excluded, or not all are included where something is.
   */
  static Set<String> frozenBlocks(Coupling coupling, List<String> include, List<String> exclude) {
    Set<String> frozen = new LinkedHashSet<>();
    for (ResidualBlock block : coupling.blocks()) {
      List<String> own = List.of(block.name(), block.label());
      List<String> parameters = parameters(block, coupling);
      boolean in =
          include.isEmpty()
              || anyMatches(own, include)
              || parameters.stream().allMatch(p -> anyMatches(List.of(p), include));
      if (!in || anyMatches(own, exclude) || anyMatches(parameters, exclude)) {
        frozen.add(block.name());
      }
    }
    return frozen;
  }

  private static List<String> parameters(ResidualBlock block, Coupling coupling) {
    Map<String, Tensor> initializers = coupling.model().graph().initializers();
    Set<String> nodes = Set.copyOf(block.nodes());
    return coupling.model().graph().nodes().stream()
        .filter(n -> nodes.contains(n.key()))
        .flatMap(n -> n.inputs().stream())
        .filter(i -> initializers.get(i) != null && initializers.get(i).type().floating())
        .toList();
  }

  /** Whether one of the names is meant by one of the patterns. */
  public static boolean anyMatches(List<String> names, List<String> patterns) {
    return patterns.stream()
        .map(Names::compiled)
        .anyMatch(p -> names.stream().anyMatch(n -> p.matcher(n).matches()));
  }

  /** Patterns that match no group and no residual block; each is likely a slip. */
  public static List<String> unused(Coupling coupling, List<String> patterns) {
    List<String> blocks =
        coupling.blocks().stream().flatMap(b -> Stream.of(b.name(), b.label())).toList();
    return patterns.stream()
        .filter(p -> coupling.groups().stream().noneMatch(g -> matches(g, List.of(p))))
        .filter(p -> !anyMatches(blocks, List.of(p)))
        .toList();
  }

  /** A group answers to its own name and to those of its parameters. */
  private static boolean matches(Group group, List<String> patterns) {
    List<String> names = new ArrayList<>(List.of(group.name()));
    group.parameters().forEach(s -> names.add(s.axis().value()));
    return anyMatches(names, patterns);
  }

  private static Pattern compiled(String pattern) {
    return Pattern.compile(
        "\\Q" + pattern.replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q") + "\\E");
  }
}
