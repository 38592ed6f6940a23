package dev.espalier.trial;

import dev.espalier.progress.Progress;
import dev.espalier.progress.TrialNews;
import dev.espalier.progress.TrialNews.Stage;
import dev.espalier.recipe.Recipe;
import dev.espalier.recipe.Target;
import dev.espalier.record.Drop;
import dev.espalier.record.StepRecord;
import dev.espalier.stage.CutReplay;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Tells whoever follows a run of its trials. Thread-safe. */
final class Bulletin {
  private static final Map<Target, String> MEASURES =
      Map.of(Target.MACS, "MACs", Target.PARAMS, "parameters", Target.LATENCY, "time");

  private final Recipe recipe;
  private final String metric;
  private final Progress progress;
  private final List<Trial> done = new ArrayList<>();

  /**
   * @param metric what the gate judges by; empty without one
   */
  Bulletin(Recipe recipe, String metric, Progress progress) {
    this.recipe = recipe;
    this.metric = metric;
    this.progress = progress;
  }

  void begun(TrialSpec spec) {
    tell(Stage.BEGUN, spec, Double.NaN);
  }

  /**
   * @param before the metric after the cut; NaN where it is not judged
   */
  void cut(TrialSpec spec, double before) {
    tell(Stage.CUT, spec, before);
  }

  private synchronized void tell(Stage stage, TrialSpec spec, double before) {
    boolean cuts =
        spec.stages().stream()
            .anyMatch(s -> List.of(CutReplay.CUT, CutReplay.MASK).contains(s.stage()));
    progress.trial(
        new TrialNews(
            stage,
            spec.number(),
            about(spec.number()),
            aim(spec.ratio()) + (cuts ? "" : " tuned further"),
            metric,
            before,
            Double.NaN,
            "",
            best(),
            left(about(spec.number()))));
  }

  /** A trial of an interrupted run, of which there is nothing to tell. */
  synchronized void known(Trial trial) {
    done.add(trial);
  }

  synchronized void ended(Trial last) {
    done.add(last);
    StepRecord step = last.step();
    boolean again = last.repeats() > 0;
    int about = about(last.number());
    progress.trial(
        new TrialNews(
            Stage.ENDED,
            last.number(),
            about,
            aim(last.cut().achieved()),
            metric,
            again ? Double.NaN : step.metricBeforeTuning(),
            again ? Double.NaN : step.metricAfterTuning(),
            again
                ? "the same cut as trial " + last.repeats() + ", not run again"
                : last.accepted() ? "accepted" : rejected(last),
            best(),
            left(about)));
  }

  /** Why a trial was rejected; the drop alone may lie within what is allowed. */
  private String rejected(Trial trial) {
    Drop drop = trial.drop();
    if (drop == null || drop.allowed() == null || !trial.cut().certificate().certified()) {
      return "rejected";
    }
    boolean bound = recipe.goal().confidence() != null;
    double lost = bound ? drop.high() : drop.value();
    return String.format(
        Locale.ROOT,
        lost > drop.allowed()
            ? "rejected: " + (bound ? "up to " : "") + "%.4f lost, %.4f allowed"
            : "rejected: %.4f lost and more with luck in the choice on few examples, %.4f allowed",
        lost,
        drop.allowed());
  }

  /** A search may end before; a front and feedback come on top: 0 where nothing says how many. */
  private int about(int number) {
    int cuts = recipe.goal().searches() ? recipe.schedule().trials() : recipe.schedule().steps();
    int all = cuts + Math.max(0, recipe.goal().front() - 1);
    return number <= all ? all : 0;
  }

  private String aim(double ratio) {
    Target led = recipe.goal().led();
    return String.format(
        Locale.ROOT, "%.2f of the %s", ratio, MEASURES.getOrDefault(led, led.word()));
  }

  private String best() {
    return done.stream()
        .filter(Trial::accepted)
        .min(Comparator.comparingDouble(t -> t.cut().achieved()))
        .map(t -> aim(t.cut().achieved()) + reached(t.step().metricAfterTuning()))
        .orElse("");
  }

  private String reached(double value) {
    return Double.isNaN(value) ? "" : String.format(Locale.ROOT, " at %s %.4f", metric, value);
  }

  private double left(int about) {
    double mean =
        done.stream()
            .filter(t -> t.repeats() == 0)
            .mapToDouble(t -> t.step().seconds())
            .average()
            .orElse(Double.NaN);
    return mean * Math.max(0, about - done.size());
  }
}
