package dev.espalier.recurrence;

import dev.espalier.model.Shapes;
import dev.espalier.recurrence.Atom.Given;
import dev.espalier.recurrence.Known.Rows;
import dev.espalier.recurrence.Step.Carried;
import dev.espalier.recurrence.Step.Sequence;
import dev.espalier.recurrence.Step.Stacked;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Tells which recurrent operator a Loop or Scan is, and that nothing else of it is read. */
final class StepMatch {
  private final Step step;
  private final Body.Understood body;
  private final Outside outside;

  StepMatch(Step step, Body.Understood body, Outside outside) {
    this.step = step;
    this.body = body;
    this.outside = outside;
  }

  /** Empty where it is none; {@code read} tells whether something reads a value. */
  Optional<Recurrence> recurrence(Predicate<String> read) {
    List<Carried> rows =
        step.carried().stream().filter(c -> state(c) != null && keepsAxes(c)).toList();
    for (Carried hidden : rows) {
      for (Carried memory : rows) {
        Cell cell = cell(hidden, hidden.equals(memory) ? null : memory);
        if (cell != null) {
          List<Carried> states = hidden.equals(memory) ? List.of(hidden) : List.of(hidden, memory);
          return complete(cell, states, read);
        }
      }
    }
    return Optional.empty();
  }

  private @Nullable Cell cell(Carried hidden, @Nullable Carried memory) {
    Given state = state(hidden);
    Formula next = next(hidden.next());
    if (state == null || next == null) {
      return null;
    } else if (memory == null) {
      Cell gru = Equations.gru(next, state);
      return gru == null ? Equations.rnn(next, state) : gru;
    }
    Given cells = state(memory);
    Formula nextCells = next(memory.next());
    return cells == null || nextCells == null
        ? null
        : Equations.lstm(next, nextCells, state, cells);
  }

  /** The atom that stands for a state; null where it is no rows. */
  private @Nullable Given state(Carried carried) {
    return body.known().get(carried.inside()) instanceof Rows rows
            && rows.formula().terms().size() == 1
            && rows.formula().terms().keySet().iterator().next().keySet().iterator().next()
                instanceof Given given
        ? given
        : null;
  }

  private boolean keepsAxes(Carried carried) {
    return body.known().get(carried.next()) instanceof Rows next
        && body.known().get(carried.inside()) instanceof Rows now
        && next.ones() == now.ones();
  }

  private @Nullable Formula next(String inside) {
    return body.known().get(inside) instanceof Rows rows ? rows.formula() : null;
  }

  private Optional<Recurrence> complete(Cell cell, List<Carried> states, Predicate<String> read) {
    Sequence sequence = body.sequences().get(cell.x());
    List<Stacked> results = new ArrayList<>();
    for (Stacked stacked : step.stacked()) {
      if (!read.test(stacked.result())) {
        continue;
      }
      boolean hidden =
          body.known().get(stacked.inside()) instanceof Rows rows
              && rows.formula().equals(next(states.get(0).next()))
              && rows.ones() == 0
              && stacked.axis() >= 0
              && stacked.axis() <= 1;
      if (!hidden) {
        return Optional.empty();
      }
      results.add(stacked);
    }
    boolean others =
        step.carried().stream().anyMatch(c -> !states.contains(c) && read.test(c.result()));
    boolean begins = sequence != null && states.stream().allMatch(s -> begins(s, sequence));
    return others || !begins || sequence == null
        ? Optional.empty()
        : Optional.of(new Recurrence(step, cell, sequence, states, results));
  }

  /** Whether a state begins with one row for each record, or with zeros for all. */
  private boolean begins(Carried state, Sequence sequence) {
    Shapes.Observed seen = outside.shape(state.initial());
    Shapes.Observed elements = outside.shape(sequence.time().value());
    if (seen == null || elements == null) {
      return false;
    }
    int rows = seen.rank() - 2;
    boolean zeros = outside.zero(state.initial()) && seen.a()[rows] == 1 && seen.b()[rows] == 1;
    return zeros || seen.sameAxis(rows, elements, 1 - sequence.time().index());
  }
}
