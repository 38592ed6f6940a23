package dev.espalier.op;

import dev.espalier.model.Node;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The equation of an Einsum: a letter for each axis of each operand and of the result. Axes that an
 * ellipsis stands for get a name of their own each, counted from the right, as they broadcast.
 *
 * @param terms letters of each operand's axes, in order
 * @param result letters of the output's axes, in order
 */
record Equation(List<List<String>> terms, List<String> result) {
  private static final String ELLIPSIS = "...";

  Equation {
    terms = terms.stream().map(List::copyOf).toList();
    result = List.copyOf(result);
  }

  /** How many axes a value has. */
  interface Ranks {
    int of(String value);
  }

  /** The equation of a node that ONNX Runtime runs. */
  static Equation of(Node node, Ranks ranks) {
    String[] sides = node.stringAttr("equation", "").replace(" ", "").split("->", -1);
    String[] words = sides[0].split(",", -1);
    List<List<String>> terms = new ArrayList<>();
    for (int i = 0; i < words.length; i++) {
      terms.add(letters(words[i], ranks.of(node.input(i))));
    }
    List<String> result =
        sides.length > 1 ? letters(sides[1], ranks.of(node.output(0))) : implied(terms);
    return new Equation(terms, result);
  }

  private static List<String> letters(String word, int rank) {
    List<String> letters = new ArrayList<>();
    int at = word.indexOf(ELLIPSIS);
    int covered = rank - word.replace(ELLIPSIS, "").length();
    for (int i = 0; i < word.length(); i++) {
      if (i == at) {
        for (int k = covered; k > 0; k--) {
          letters.add("." + k);
        }
        i += ELLIPSIS.length() - 1;
      } else {
        letters.add(word.substring(i, i + 1));
      }
    }
    return letters;
  }

  /** Without a stated result: the ellipsis, then in alphabetical order what occurs once. */
  private static List<String> implied(List<List<String>> terms) {
    Set<String> covered = new LinkedHashSet<>();
    Set<String> once = new TreeSet<>();
    Set<String> seen = new HashSet<>();
    for (List<String> term : terms) {
      for (String letter : term) {
        if (letter.startsWith(".")) {
          covered.add(letter);
        } else if (!seen.add(letter)) {
          once.remove(letter);
        } else {
          once.add(letter);
        }
      }
    }
    List<String> result = new ArrayList<>(covered);
    result.sort((a, b) -> Integer.compare(number(b), number(a)));
    result.addAll(once);
    return result;
  }

  private static int number(String covered) {
    return Integer.parseInt(covered.substring(1));
  }

  /** All letters, in the order in which they occur. */
  Set<String> letters() {
    Set<String> all = new LinkedHashSet<>();
    terms.forEach(all::addAll);
    return all;
  }

  /** Whether the letter is summed over. */
  boolean contracted(String letter) {
    return !result.contains(letter);
  }

  /** In how many operands the letter occurs. */
  long operands(String letter) {
    return terms.stream().filter(t -> t.contains(letter)).count();
  }

  /** Letters that an operand has twice: it is read along a diagonal. */
  Set<String> repeated() {
    Set<String> twice = new LinkedHashSet<>();
    for (List<String> term : terms) {
      Set<String> seen = new HashSet<>();
      term.stream().filter(letter -> !seen.add(letter)).forEach(twice::add);
    }
    return twice;
  }
}
