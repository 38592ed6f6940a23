package dev.espalier.recurrence;

import dev.espalier.recurrence.Atom.Applied;
import dev.espalier.recurrence.Atom.Given;
import dev.espalier.recurrence.Atom.Inner;
import dev.espalier.recurrence.Cell.Gate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells which cell a formula is, by the equations of the operators GRU, LSTM and RNN in the ONNX
 * specification; null where it is none of them.
 */
final class Equations {
  private Equations() {}

  /** The next hidden state is an activation of a sum. */
  static @Nullable Cell rnn(Formula next, Given hidden) {
    Applied outer = applied(only(next));
    Given x = outer == null ? null : element(outer, hidden);
    if (outer == null || x == null) {
      return null;
    }
    Gate gate = gate(outer, x, hidden);
    return gate == null
        ? null
        : new Cell("RNN", List.of(outer.function()), List.of(gate), false, x, hidden, null);
  }

  /** {@code h' = z·h + (1-z)·g}, or the same with {@code 1-z} for z. */
  static @Nullable Cell gru(Formula next, Given hidden) {
    Map<Map<Atom, Integer>, Matrix> terms = next.terms();
    boolean swapped = terms.containsKey(Map.of(hidden, 1));
    Applied update = null;
    Applied candidate = null;
    for (Map<Atom, Integer> product : terms.keySet()) {
      if (product.size() == 2 && product.containsKey(hidden)) {
        update = applied(other(product, hidden));
      }
    }
    for (Map<Atom, Integer> product : terms.keySet()) {
      if (update != null && product.size() == 2 && !product.containsKey(hidden)) {
        candidate = product.containsKey(update) ? applied(other(product, update)) : null;
      }
    }
    if (update == null || candidate == null || terms.size() != 3) {
      return null;
    }
    float sign = swapped ? -1 : 1;
    boolean blends =
        is(next, Map.of(update, 1, hidden, 1), sign)
            && is(next, Map.of(update, 1, candidate, 1), -sign)
            && is(next, swapped ? Map.of(hidden, 1) : Map.of(candidate, 1), 1);
    if (!blends || swapped && !update.function().equals("Sigmoid")) {
      return null;
    }
    Applied keep =
        swapped ? new Applied("Sigmoid", update.argument().scaled(-1)) : update; // 1-σ(a) = σ(-a)
    return gru(keep, candidate, hidden);
  }

  private static @Nullable Cell gru(Applied keep, Applied candidate, Given hidden) {
    Given x = element(keep, hidden);
    Gate z = x == null ? null : gate(keep, x, hidden);
    if (x == null || z == null) {
      return null;
    }
    Map<Atom, Integer> reset = null;
    for (Map<Atom, Integer> product : candidate.argument().terms().keySet()) {
      if (product.size() == 2) {
        reset = product;
      }
    }
    Formula sum = candidate.argument();
    Matrix bias = sum.of(Formula.ONE);
    Matrix input = sum.of(Map.of(x, 1));
    int terms = (bias == null ? 0 : 1) + (input == null ? 0 : 1) + 1;
    Matrix product = reset == null ? null : sum.of(reset);
    if (reset == null || product == null || sum.terms().size() != terms) {
      return null;
    }
    Applied r = null;
    Gate h = null;
    boolean after = !reset.containsKey(hidden);
    if (!after) {
      r = applied(other(reset, hidden));
      h = new Gate(input, product, bias, null);
    } else if (product.scales()) {
      for (Atom atom : reset.keySet()) {
        if (atom instanceof Inner inner) {
          r = applied(other(reset, atom));
          h = within(input, bias, inner.sum().scaled(product.scale()), hidden);
        }
      }
    }
    Gate gate = r == null ? null : gate(r, x, hidden);
    return r == null || h == null || gate == null || !r.function().equals(keep.function())
        ? null
        : new Cell(
            "GRU",
            List.of(keep.function(), candidate.function()),
            List.of(z, gate, h),
            after,
            x,
            hidden,
            null);
  }

  /** A candidate whose recurrent product has its own bias, inside of what the reset multiplies. */
  private static @Nullable Gate within(
      @Nullable Matrix input, @Nullable Matrix bias, Formula sum, Given hidden) {
    Matrix recurrent = sum.of(Map.of(hidden, 1));
    Matrix inner = sum.of(Formula.ONE);
    int terms = (recurrent == null ? 0 : 1) + (inner == null ? 0 : 1);
    return sum.terms().size() == terms ? new Gate(input, recurrent, bias, inner) : null;
  }

  /** {@code c' = f·c + i·g} and {@code h' = o·a(c')}. */
  static @Nullable Cell lstm(Formula next, Formula nextMemory, Given hidden, Given memory) {
    Applied out = null;
    Applied shown = null;
    for (Atom atom : pair(next)) {
      if (atom instanceof Applied a && a.argument().equals(nextMemory)) {
        shown = a;
      } else {
        out = applied(atom);
      }
    }
    Applied forget = null;
    List<Atom> entering = List.of();
    for (Map<Atom, Integer> product : nextMemory.terms().keySet()) {
      if (!is(nextMemory, product, 1)) {
        return null;
      } else if (product.containsKey(memory)) {
        forget = applied(other(product, memory));
      } else {
        entering = atoms(product);
      }
    }
    if (out == null
        || shown == null
        || forget == null
        || entering.size() != 2
        || nextMemory.terms().size() != 2) {
      return null;
    }
    String function = out.function();
    boolean first = entering.get(0) instanceof Applied a && a.function().equals(function);
    Applied enter = applied(entering.get(first ? 0 : 1));
    Applied candidate = applied(entering.get(first ? 1 : 0));
    Given x = element(out, hidden);
    if (enter == null
        || candidate == null
        || x == null
        || !enter.function().equals(function)
        || !forget.function().equals(function)) {
      return null;
    }
    List<Gate> gates = new ArrayList<>();
    for (Applied applied : List.of(enter, out, forget, candidate)) {
      Gate gate = gate(applied, x, hidden);
      if (gate == null) {
        return null;
      }
      gates.add(gate);
    }
    List<String> activations = List.of(function, candidate.function(), shown.function());
    return new Cell("LSTM", activations, gates, false, x, hidden, memory);
  }

  private static @Nullable Gate gate(Applied applied, Given x, Given hidden) {
    Formula sum = applied.argument();
    Matrix input = sum.of(Map.of(x, 1));
    Matrix recurrent = sum.of(Map.of(hidden, 1));
    Matrix bias = sum.of(Formula.ONE);
    int terms = (input == null ? 0 : 1) + (recurrent == null ? 0 : 1) + (bias == null ? 0 : 1);
    return sum.terms().size() == terms && hidden.width() == sum.width()
        ? new Gate(input, recurrent, bias, null)
        : null;
  }

  /** What beside the state alone an activation is taken of; null where it is not one thing. */
  private static @Nullable Given element(Applied applied, Given hidden) {
    Set<Given> found = new HashSet<>();
    for (Map<Atom, Integer> product : applied.argument().terms().keySet()) {
      if (only(product) instanceof Given given && !given.equals(hidden)) {
        found.add(given);
      }
    }
    return found.size() == 1 ? found.iterator().next() : null;
  }

  private static boolean is(Formula sum, Map<? extends Atom, Integer> product, float factor) {
    Matrix matrix = sum.terms().get(product);
    return matrix != null && matrix.scales() && matrix.scale() == factor;
  }

  /** The atom that a formula consists of; null where it is more. */
  private static @Nullable Atom only(Formula formula) {
    Map<Atom, Integer> product =
        formula.terms().size() == 1 ? formula.terms().keySet().iterator().next() : Map.of();
    return is(formula, product, 1) ? only(product) : null;
  }

  private static @Nullable Atom only(Map<Atom, Integer> product) {
    List<Atom> atoms = atoms(product);
    return atoms.size() == 1 ? atoms.get(0) : null;
  }

  private static List<Atom> pair(Formula formula) {
    Map<Atom, Integer> product =
        formula.terms().size() == 1 ? formula.terms().keySet().iterator().next() : Map.of();
    return is(formula, product, 1) && product.size() == 2 ? atoms(product) : List.of();
  }

  private static @Nullable Atom other(Map<Atom, Integer> product, Atom one) {
    List<Atom> rest = new ArrayList<>(atoms(product));
    rest.remove(one);
    return rest.size() == 1 ? rest.get(0) : null;
  }

  private static @Nullable Applied applied(@Nullable Atom atom) {
    return atom instanceof Applied applied ? applied : null;
  }

  /** Each as often as its power says. */
  private static List<Atom> atoms(Map<Atom, Integer> product) {
    List<Atom> atoms = new ArrayList<>();
    product.forEach(
        (atom, power) -> {
          for (int i = 0; i < power; i++) {
            atoms.add(atom);
          }
        });
    return atoms;
  }
}
