package dev.espalier.pipeline;

import static java.util.stream.Collectors.joining;

import dev.espalier.adaptive.Answer;
import dev.espalier.adaptive.Cascade;
import dev.espalier.adaptive.Chain;
import dev.espalier.adaptive.Scoring;
import dev.espalier.adaptive.Signal;
import dev.espalier.adaptive.Signals;
import dev.espalier.data.Task;
import dev.espalier.ort.Predictions;
import dev.espalier.recipe.Recipe;
import dev.espalier.recipe.RecipeException;
import dev.espalier.routing.Allowance;
import dev.espalier.routing.Candidate;
import dev.espalier.routing.Choice;
import dev.espalier.routing.EffortTable;
import dev.espalier.routing.Guarantee;
import dev.espalier.routing.Outcomes;
import dev.espalier.routing.StageCosts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Chooses chain and signal on the choice part, by what they save in measured time, and the
 * thresholds of the calibrated point on the calibration part.
 */
final class Routes {
  /** Rows of the table of efforts: steps of 0.01. */
  private static final int ROWS = 101;

  private final Recipe recipe;
  private final Task task;
  private final RowLosses losses;
  private final StageMeter meter;

  Routes(Recipe recipe, Task task, RowLosses losses, StageMeter meter) {
    this.recipe = recipe;
    this.task = task;
    this.losses = losses;
    this.meter = meter;
  }

  /**
   * What was chosen.
   *
   * @param line the chain
   * @param cascade the same with its signals
   * @param table thresholds by effort; calibrated
   * @param guarantee what holds at the calibrated row
   * @param choice all that was compared
   * @param compared in the choice's order
   * @param originalCost of a record in the original alone, in the choice's unit
   */
  record Chosen(
      Line line,
      Cascade cascade,
      EffortTable table,
      Guarantee guarantee,
      Choice choice,
      List<Compared> compared,
      double originalCost) {}

  /** A chain with one signal for all of its stages. */
  record Compared(Line line, Cascade cascade, String signal) {}

  Chosen choose(List<Line> lines, Answered choice, Answered calibration) {
    List<Compared> compared = new ArrayList<>();
    for (Line line : lines) {
      compared.addAll(signals(line, choice));
      mixed(line, choice).ifPresent(m -> compared.addAll(signals(m, choice)));
    }
    if (compared.isEmpty()) {
      throw new RecipeException(
          "dynamic.signal "
              + recipe.dynamic().signal()
              + " says nothing of these answers; leave it at auto, or take one of `espalier methods`");
    }
    Allowance allowance = allowance();
    ScoreMeter scores = new ScoreMeter(compared.stream().map(Compared::cascade).toList(), recipe);
    List<Candidate> candidates = compared.stream().map(c -> candidate(c, choice, scores)).toList();
    Choice made = Choice.among(candidates, allowance, ROWS);
    Compared best = compared.get(made.chosen());
    Outcomes unseen = calibration.outcomes(best.line(), best.cascade());
    EffortTable path = made.best().table();
    Guarantee guarantee =
        recipe.dynamic().guarantee().equals("proof")
            ? Guarantee.of(path, unseen, allowance)
            : Guarantee.estimate(path, unseen, allowance);
    EffortTable table = new EffortTable(path.thresholds(), guarantee.row());
    return new Chosen(
        best.line(), best.cascade(), table, guarantee, made, compared, meter.original(made.unit()));
  }

  /** The line with its answers mixed as fits best; empty where that is not at all. */
  private Optional<Line> mixed(Line line, Answered choice) {
    if (recipe.dynamic().mix().equals("none")) {
      return Optional.empty();
    }
    List<Answer> answers =
        line.variants().stream().map(v -> Answer.of(v.model(), task.kind())).distinct().toList();
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

  Allowance allowance() {
    Recipe.Dynamic dynamic = recipe.dynamic();
    Double allowed = recipe.goal().maxDrop();
    return new Allowance(
        losses.judged(),
        allowed == null ? 0 : allowed,
        dynamic.delta(),
        dynamic.margin(),
        recipe.seed());
  }

  private Candidate candidate(Compared compared, Answered choice, ScoreMeter scores) {
    Line line = compared.line();
    StageCosts macs = meter.macs(line.chain());
    return new Candidate(
        String.join(" → ", line.names()) + ", " + compared.signal(),
        choice.outcomes(line, compared.cascade()),
        macs,
        scores.with(meter.micros(line.chain()), compared.cascade()));
  }

  /** Every signal that applies, as it is and at the temperature that fits each stage. */
  private List<Compared> signals(Line line, Answered choice) {
    List<Compared> found = new ArrayList<>();
    String wanted = recipe.dynamic().signal();
    for (Signal signal : Signals.CATALOGUE.members()) {
      boolean tried =
          wanted.equals("auto")
              && (!signal.learns() || Difficulty.possible(choice.of(line.variants().get(0))));
      if (tried || wanted.equals(signal.name())) {
        if (!signal.learns()) {
          add(found, line, signal, null);
        }
        if (!signal.pairwise()) {
          add(found, line, signal, choice);
        }
      }
    }
    return found;
  }

  private void add(
      List<Compared> found,
      Line line,
      Signal signal,
      @org.jspecify.annotations.Nullable Answered fitting) {
    List<Predictions> said = fitting == null ? List.of() : fitting.of(line);
    List<Scoring> scorings = new ArrayList<>();
    for (int k = 0; k < line.variants().size() - 1; k++) {
      Answer answer = Answer.of(line.variants().get(k).model(), task.kind());
      double temperature = said.isEmpty() ? 1 : Temperature.fit(said.get(k), answer);
      scorings.add(
          new Scoring(
              signal.name(), temperature, answer, learned(signal, said, k, answer, temperature)));
    }
    Chain chain = line.joined();
    boolean applies =
        IntStream.range(0, scorings.size())
            .allMatch(k -> scorings.get(k).refusal(chain.stage(k)).isEmpty());
    if (applies) {
      String words = words(signal, scorings, fitting != null) + words(line.weights());
      found.add(new Compared(line, new Cascade(chain, scorings), words));
    }
  }

  /** Weights of a signal that learns, from what the stages say on the choice part. */
  private List<Double> learned(
      Signal signal, List<Predictions> said, int stage, Answer answer, double temperature) {
    if (!signal.learns() || said.get(stage).columns() < 2 || answer == Answer.VALUES) {
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
