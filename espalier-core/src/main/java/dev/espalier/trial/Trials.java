package dev.espalier.trial;

import dev.espalier.cut.CutMethods;
import dev.espalier.cut.MeasuredLatency;
import dev.espalier.cut.Readied;
import dev.espalier.files.DataException;
import dev.espalier.judge.Gate;
import dev.espalier.model.Model;
import dev.espalier.recipe.Recipe;
import dev.espalier.record.CertificateRecord;
import dev.espalier.record.ModelProfile.WidthCost;
import dev.espalier.stage.Candidate;
import dev.espalier.stage.Replayed;
import dev.espalier.stage.StagePlan;
import dev.espalier.training.Training;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * The trials of a run, in the order in which they were asked for. Each that ended is on disk under
 * its identity; a resumed run finds it there and comes to the same plans, since everything else is
 * seeded.
 */
@SuppressWarnings("exports") // called by this module and the command line alone
public final class Trials {
  private final Recipe recipe;
  private final TrialFiles files;
  private final Parts parts;
  private final Trial original;
  private final List<Trial> done = new ArrayList<>();
  private double secondsBefore;

  Trials(Recipe recipe, TrialFiles files, Parts parts, Trial original) {
    this.recipe = recipe;
    this.files = files;
    this.parts = parts;
    this.original = original;
  }

  /**
   * What trials are made by, and what they are judged with.
   *
   * @param context hash of original, data and recipe
   * @param model the original, as it came
   * @param runner makes them
   * @param work makes one here
   * @param means how the recipe cuts
   * @param readied what scored the original's units
   * @param training tunes
   * @param gate judges; null without one
   * @param latency what was timed
   * @param bulletin is told of each
   */
  record Parts(
      String context,
      Model model,
      TrialRunner runner,
      TrialWork work,
      CutMethods means,
      Readied readied,
      Training training,
      @Nullable Gate gate,
      MeasuredLatency latency,
      Bulletin bulletin) {}

  /**
   * Makes one trial, or finds it where an interrupted run left it.
   *
   * @param ask what to cut, from which trial, to which size
   * @return what the trial came to
   */
  public Trial make(TrialRequest ask) {
    return make(List.of(ask)).get(0);
  }

  /**
   * Makes trials that depend on none of each other, as many at a time as the runner does. The first
   * of a run is made alone: it finds what all share, such as the pace of training.
   */
  List<Trial> make(List<TrialRequest> asks) {
    List<TrialSpec> specs = new ArrayList<>();
    for (TrialRequest ask : asks) {
      specs.add(spec(ask, done.size() + specs.size() + 1));
    }
    Map<String, Trial> ended = new LinkedHashMap<>();
    List<TrialSpec> missing = new ArrayList<>();
    for (TrialSpec spec : specs) {
      Trial known = files.find(spec.id());
      if (known == null) {
        missing.add(whole(spec));
      } else {
        ended.put(spec.id(), known.numbered(spec.number()));
        secondsBefore += known.step().seconds();
        renew(known);
        parts.bulletin().known(known);
      }
    }
    boolean alone = done.isEmpty() && ended.isEmpty();
    int first = alone ? Math.min(1, missing.size()) : 0;
    run(missing.subList(0, first), ended);
    run(missing.subList(first, missing.size()), ended);
    List<Trial> made = specs.stream().map(s -> Objects.requireNonNull(ended.get(s.id()))).toList();
    done.addAll(made);
    return made;
  }

  /** Says so where an interrupted run left damaged files of it. */
  private TrialSpec whole(TrialSpec spec) {
    List<String> damaged = files.damaged(spec.id());
    return damaged.isEmpty()
        ? spec
        : spec.because(
            "made again: what an interrupted run left of it was damaged ("
                + String.join(", ", damaged)
                + ")");
  }

  private void run(List<TrialSpec> specs, Map<String, Trial> ended) {
    if (!specs.isEmpty()) {
      parts
          .runner()
          .run(
              specs,
              trial -> {
                ended.put(trial.id(), trial);
                parts.bulletin().ended(trial);
              });
    }
  }

  private TrialSpec spec(TrialRequest ask, int number) {
    Trial parent = ask.from() == 0 ? original : done.get(ask.from() - 1);
    TrialSpec open =
        new TrialSpec(
            "",
            number,
            ask.from(),
            parent.id(),
            ask.ratio(),
            TrialStages.of(recipe, ask),
            ask.searched() ? number : 1,
            ask.cuts() && ask.searched() ? rivals(ask.from()) : List.of(),
            ask.why());
    return open.identified(parts.context());
  }

  /**
   * Trials whose plan need not be tried again: those that were rejected, and the one that was to be
   * cut further.
   */
  private List<String> rivals(int from) {
    return done.stream()
        .filter(t -> !t.accepted() && t.repeats() == 0 && t.from() == from || t.number() == from)
        .map(Trial::id)
        .toList();
  }

  /** What the trials took that an interrupted run had made. */
  double secondsBefore() {
    return secondsBefore;
  }

  /** {@return the original, as a trial that nothing was done to} */
  public Trial original() {
    return original;
  }

  /**
   * {@return the accepted trials that cut less than one of them, the smallest first}
   *
   * @param than a trial of this run
   */
  public List<Trial> milder(Trial than) {
    return done.stream()
        .filter(t -> t.accepted() && t.repeats() == 0 && t.cut().certificate().certified())
        .filter(t -> t.cut().achieved() > than.cut().achieved())
        .sorted(Comparator.comparingDouble(t -> t.cut().achieved()))
        .toList();
  }

  /** How many trials may be made at a time. */
  int parallel() {
    return recipe.search().parallel();
  }

  /** {@return length of the tuning between cuts, in epochs} */
  public double shortEpochs() {
    return parts.training().shortEpochs();
  }

  /** Whether anything is tuned. */
  boolean tunes() {
    return parts.training().possible();
  }

  /** How the recipe cuts. */
  CutMethods means() {
    return parts.means();
  }

  /**
   * {@return the model that a trial came to, by its number}
   *
   * @param number of a trial that ended; 0 for the original
   */
  public Candidate candidate(int number) {
    return parts.work().candidate(number == 0 ? original : done.get(number - 1));
  }

  /**
   * Certifies a trial anew that an interrupted run made; {@link DataException} where it is not what
   * its plan gives.
   */
  private void renew(Trial trial) {
    Replayed replayed =
        Replayed.of(parts.model(), StagePlan.of(trial.cut().done()), files.record(trial.id()));
    String difference = replayed.difference(files.model(trial.id()));
    CertificateRecord proof = replayed.certificate();
    if (!difference.isEmpty() || !proof.certified()) {
      throw new DataException(
          files.record(trial.id())
              + ": what an interrupted run made is not what its plan gives ("
              + (difference.isEmpty() ? proof.message() : difference)
              + "); remove this file, and --resume makes the trial again");
    }
  }

  /**
   * Those that ended, in the order in which they were asked for.
   *
   * @return all trials so far
   */
  public List<Trial> done() {
    return done;
  }

  /**
   * Time over width, where a latency target had it measured.
   *
   * @return one row a group; empty where nothing was measured
   */
  public List<WidthCost> widthCosts() {
    return parts.latency().widthCosts();
  }

  /**
   * {@return the drop to expect of the result on new examples; empty without a gate}
   *
   * @param result the model that the run keeps
   * @param others how many were judged besides those of the trials
   * @param records how many new examples the drop is expected on
   */
  public Optional<Gate.Expected> expected(Model result, int others, int records) {
    Gate judge = parts.gate();
    return judge == null
        ? Optional.empty()
        : Optional.of(judge.expected(result, Math.max(1, done.size() + others), records));
  }

  /** {@return the original's metric on the gate's examples; empty without a gate} */
  public OptionalDouble originalMetric() {
    Gate judge = parts.gate();
    return judge == null ? OptionalDouble.empty() : OptionalDouble.of(judge.originalMetric());
  }

  /**
   * {@return the model of a trial before it was tuned}
   *
   * @param number of a trial that ended
   */
  public Model untuned(int number) {
    return files.untuned(done.get(number - 1).id());
  }

  /**
   * What scored the original's units and blocks, for the record.
   *
   * @return scores by group and by block
   */
  public Readied.Scores originalScores() {
    return parts.readied().original();
  }
}
