package dev.espalier.op;

import dev.espalier.model.Node;
import dev.espalier.model.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Einsum: axes of one letter are one axis. Letters that the result has pass, the others are summed
 * over.
 */
final class EinsumRule implements OpRule {
  @Override
  public Set<String> operators() {
    return Set.of("Einsum");
  }

  @Override
  public Set<Trait> traits(String op) {
    return Set.of(Trait.LAYER, Trait.WEIGHTED, Trait.MOVES_AXES);
  }

  @Override
  public Operand operand(String op, int input) {
    return Operand.MATRIX;
  }

  @Override
  public void couple(Node node, Ties ties) {
    Equation equation = Equation.of(node, value -> ties.shape(value).rank());
    for (String letter : equation.letters()) {
      couple(letter, equation, ties);
    }
  }

  private static void couple(String letter, Equation equation, Ties ties) {
    Node node = ties.node();
    List<Place> places = places(letter, equation, node);
    Axis first = places.get(0).axis();
    boolean repeats = false;
    for (Place place : places) {
      repeats |= ties.shape(place.axis().value()).a()[place.axis().index()] != size(places, ties);
      ties.tie(first, place.axis());
    }
    if (repeats) {
      places.forEach(p -> ties.bar(p.axis(), "Einsum repeats an operand along it"));
    }
    if (equation.repeated().contains(letter)) {
      places.forEach(p -> ties.bar(p.axis(), "Einsum reads a diagonal along it"));
    }
    if (equation.contracted(letter)) {
      places.forEach(p -> ties.parameter(p.axis(), Role.CONSUMES));
      Place summed =
          places.stream()
              .filter(p -> ties.constant(p.axis().value()) == null)
              .findFirst()
              .orElse(places.get(0));
      ties.consume(summed.operand(), summed.axis().index(), Consumption.Kind.SUM);
    } else {
      if (equation.operands(letter) == 1) {
        ties.parameter(first, Role.PRODUCES);
      }
      ties.tie(first, new Axis(node.output(0), equation.result().indexOf(letter)));
    }
  }

  /** An axis of an operand. */
  private record Place(int operand, Axis axis) {}

  private static List<Place> places(String letter, Equation equation, Node node) {
    List<Place> places = new ArrayList<>();
    for (int i = 0; i < equation.terms().size(); i++) {
      for (int k = 0; k < equation.terms().get(i).size(); k++) {
        if (equation.terms().get(i).get(k).equals(letter)) {
          places.add(new Place(i, new Axis(node.input(i), k)));
        }
      }
    }
    return places;
  }

  private static int size(List<Place> places, Ties ties) {
    return places.stream()
        .mapToInt(p -> ties.shape(p.axis().value()).a()[p.axis().index()])
        .max()
        .orElse(1);
  }

  /** Of {@code "…k,kn->…n"} and its like: a product with a matrix, whose columns come last. */
  @Override
  public @Nullable Tensor carried(Node node, Tensor weights, float[] constants) {
    String[] sides = node.stringAttr("equation", "").replace(" ", "").split("->", -1);
    String[] words = sides[0].split(",", -1);
    if (sides.length != 2 || words.length != 2 || words[1].length() != 2 || weights.rank() != 2) {
      return null;
    }
    char last = sides[1].isEmpty() ? ' ' : sides[1].charAt(sides[1].length() - 1);
    boolean transposed = words[1].charAt(0) == last;
    char summed = words[1].charAt(transposed ? 1 : 0);
    boolean matrix =
        words[1].indexOf(last) >= 0
            && words[0].indexOf(last) < 0
            && sides[1].indexOf(summed) < 0
            && sums(words[0], sides[1]).equals(Set.of(summed));
    if (!matrix) {
      return null;
    }
    float[] sums = Contribution.matrix(weights, transposed, constants);
    return Tensor.floats(sums, sums.length);
  }

  /** Letters of a term that the result lacks. */
  private static Set<Character> sums(String term, String result) {
    Set<Character> letters = new TreeSet<>();
    for (int i = 0; i < term.length(); i++) {
      if (result.indexOf(term.charAt(i)) < 0) {
        letters.add(term.charAt(i));
      }
    }
    return letters;
  }

  /**
   * Operands are multiplied from left to right, each time over all letters of both; what no later
   * operand and no result needs is summed over then. A single operand is not multiplied.
   */
  @Override
  public long macs(Node node, Sizes sizes) {
    Equation equation = Equation.of(node, sizes::rank);
    Map<String, Long> size = new LinkedHashMap<>();
    for (String letter : equation.letters()) {
      for (Place place : places(letter, equation, node)) {
        size.merge(
            letter, (long) sizes.size(place.axis().value(), place.axis().index()), Math::max);
      }
    }
    Set<String> held = new LinkedHashSet<>(equation.terms().get(0));
    long total = 0;
    for (int i = 1; i < equation.terms().size(); i++) {
      held.addAll(equation.terms().get(i));
      total +=
          held.stream()
              .mapToLong(letter -> size.getOrDefault(letter, 1L))
              .reduce(1, (a, b) -> a * b);
      Set<String> needed = new LinkedHashSet<>(equation.result());
      equation.terms().subList(i + 1, equation.terms().size()).forEach(needed::addAll);
      held.retainAll(needed);
    }
    return total;
  }
}
