package dev.espalier.dynamic;

import static java.util.stream.Collectors.joining;

import dev.espalier.adaptive.Cascade;
import dev.espalier.adaptive.Chain;
import dev.espalier.adaptive.RowAnswer;
import dev.espalier.adaptive.Scoring;
import dev.espalier.adaptive.Signal;
import dev.espalier.adaptive.Signals;
import dev.espalier.cut.Temperature;
import dev.espalier.data.Folds;
import dev.espalier.recipe.MixMode;
import dev.espalier.recipe.Recipe;
import dev.espalier.recipe.RecipeException;
import dev.espalier.routing.Outcomes;
import dev.espalier.task.Predictions;
import dev.espalier.task.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Every chain with every signal that applies to it, fitted on the choice part: temperatures, what a
 * learned signal knows, and how answers are mixed.
 */
final class Contenders {
  private static final Folds FOLDS = new Folds(5, 1);

  private final Recipe recipe;
  private final Task task;
  private final RowLosses losses;
  private final AnsweredRows choice;

  Contenders(Recipe recipe, Task task, RowLosses losses, AnsweredRows choice) {
    this.recipe = recipe;
    this.task = task;
    this.losses = losses;
    this.choice = choice;
  }

  /**
   * A chain with one signal for all of its stages.
   *
   * @param outcomes of the choice part; a signal that learns has learned from other records of it
   */
  record Contender(StageLine line, Cascade cascade, String signal, Outcomes outcomes) {
    String name() {
      return String.join(" → ", line.names()) + ", " + signal;
    }
  }

  /** At least one; {@link RecipeException} where the signal asked for says nothing. */
  List<Contender> of(List<StageLine> lines) {
    List<Contender> found = new ArrayList<>();
    for (StageLine line : lines) {
      found.addAll(signals(line));
      mixed(line).ifPresent(m -> found.addAll(signals(m)));
    }
    if (found.isEmpty()) {
      throw new RecipeException(
          "dynamic.signal "
              + recipe.dynamic().signal()
              + " cannot be computed for these answers; leave it at auto, or use one of `espalier methods`");
    }
    return found;
  }

  /** The line with its answers mixed as fits best; empty where that is not at all. */
  private Optional<StageLine> mixed(StageLine line) {
    if (recipe.dynamic().mix() == MixMode.NONE) {
      return Optional.empty();
    }
    List<RowAnswer> answers = line.variants().stream().map(this::answer).distinct().toList();
    if (answers.size() > 1) {
      return Optional.empty();
    }
    List<Double> weights =
        MixWeights.fit(
            line.variants().stream().map(choice::of).toList(),
            answers.get(0),
            p -> Arrays.stream(losses.of(p, choice.original())).average().orElse(0));
    return weights.stream().allMatch(w -> w == 0)
        ? Optional.empty()
        : Optional.of(line.mixed(weights));
  }

  private RowAnswer answer(Variant variant) {
    return RowAnswer.of(variant.model(), task.kind().classifies());
  }

  /** Every signal that applies, as it is and at the temperature that fits each stage. */
  private List<Contender> signals(StageLine line) {
    List<Contender> found = new ArrayList<>();
    String wanted = recipe.dynamic().signal();
    for (Signal signal : Signals.CATALOGUE.members()) {
      boolean tried =
          recipe.dynamic().openSignal()
              && (!signal.learns() || Difficulty.possible(choice.of(line.variants().get(0))));
      if (tried || wanted.equals(signal.name())) {
        if (!signal.learns()) {
          contender(line, signal, false).ifPresent(found::add);
        }
        if (!signal.pairwise()) {
          contender(line, signal, true).ifPresent(found::add);
        }
      }
    }
    return found;
  }

  private Optional<Contender> contender(StageLine line, Signal signal, boolean fitted) {
    List<Predictions> said = choice.of(line);
    int[] all = IntStream.range(0, said.get(0).records()).toArray();
    List<Scoring> scorings = scorings(line, signal, fitted, all);
    Chain chain = line.joined();
    boolean applies =
        IntStream.range(0, scorings.size())
            .allMatch(k -> scorings.get(k).refusal(chain.stage(k)).isEmpty());
    if (!applies) {
      return Optional.empty();
    }
    Cascade cascade = new Cascade(chain, scorings);
    Outcomes outcomes =
        signal.learns() ? unseen(line, signal, all) : choice.outcomes(line, cascade);
    String words = words(signal, scorings, fitted) + words(line.weights());
    return Optional.of(new Contender(line, cascade, words, outcomes));
  }

  /**
   * Each record as scored by what the signal learns from the other folds: judged where it was
   * learned it would look better than it is.
   */
  private Outcomes unseen(StageLine line, Signal signal, int[] all) {
    float[][] scores = new float[line.variants().size() - 1][all.length];
    Outcomes outcomes = null;
    for (int fold = 0; fold < FOLDS.count(); fold++) {
      int[] others = FOLDS.without(fold, all.length);
      Cascade cascade = new Cascade(line.joined(), scorings(line, signal, true, others));
      outcomes = choice.outcomes(line, cascade);
      for (int k = 0; k < scores.length; k++) {
        for (int i = 0; i < all.length; i++) {
          scores[k][i] = FOLDS.of(i) == fold ? outcomes.scores()[k][i] : scores[k][i];
        }
      }
    }
    return new Outcomes(scores, Objects.requireNonNull(outcomes).losses(), outcomes.reference());
  }

  /** One a stage but the last, fitted on {@code rows} of the choice part or as they are. */
  private List<Scoring> scorings(StageLine line, Signal signal, boolean fitted, int[] rows) {
    List<Predictions> said =
        fitted ? choice.of(line).stream().map(p -> p.rows(rows)).toList() : List.of();
    List<Scoring> scorings = new ArrayList<>();
    for (int k = 0; k < line.variants().size() - 1; k++) {
      RowAnswer answer = answer(line.variants().get(k));
      double temperature = fitted ? Temperature.fit(said.get(k), answer) : 1;
      List<Double> learned =
          fitted && signal.learns() ? learned(said, k, answer, temperature) : List.of();
      scorings.add(new Scoring(signal.name(), temperature, answer, learned));
    }
    return scorings;
  }

  /** Weights of a signal that learns. */
  private List<Double> learned(
      List<Predictions> said, int stage, RowAnswer answer, double temperature) {
    if (said.get(stage).columns() < 2 || answer == RowAnswer.VALUES) {
      return List.of();
    }
    Predictions last = said.get(said.size() - 1);
    double[] own = losses.of(said.get(stage), last);
    double[] end = losses.of(last, last);
    boolean[] as = new boolean[own.length];
    for (int i = 0; i < as.length; i++) {
      as[i] = own[i] <= end[i];
    }
    return Difficulty.fit(said.get(stage), answer, temperature, as);
  }

  private static String words(Signal signal, List<Scoring> scorings, boolean fitted) {
    if (!fitted) {
      return signal.name();
    }
    List<String> temperatures =
        scorings.stream().map(s -> String.format(Locale.ROOT, "%.2f", s.temperature())).toList();
    return signal.name() + " at temperature " + String.join(", ", temperatures);
  }

  private static String words(List<Double> weights) {
    return weights.isEmpty()
        ? ""
        : "; answers take in "
            + weights.stream()
                .map(w -> String.format(Locale.ROOT, "%.1f", w))
                .collect(joining(", "))
            + " of those before";
  }
}
