package dev.espalier.search;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The trials of a search so far, in order. */
public final class History {
  private final List<SearchTrial> trials = new ArrayList<>();
  private final Map<Point, Outcome> outcomes = new HashMap<>();

  /** No trials yet. */
  public History() {}

  void add(SearchTrial trial) {
    trials.add(trial);
    outcomes.put(trial.point(), trial.outcome());
  }

  /** {@return all trials so far, in order} */
  public List<SearchTrial> trials() {
    return Collections.unmodifiableList(trials);
  }

  /** {@return number of trials so far} */
  public int size() {
    return trials.size();
  }

  /**
   * {@return what a point came to; null where it was not tried}
   *
   * @param point of the space that is searched
   */
  public @Nullable Outcome of(Point point) {
    return outcomes.get(point);
  }

  /**
   * {@return the best trial, the first among equals; empty before the first}
   *
   * @param targets what is wanted
   */
  public Optional<SearchTrial> best(Targets targets) {
    return trials.stream().min(Comparator.comparing(SearchTrial::outcome, targets.order()));
  }
}
