package dev.espalier.trial;

import dev.espalier.progress.Progress;
import dev.espalier.progress.TrialNews;
import dev.espalier.progress.TrialNews.Stage;
import dev.espalier.recipe.Recipe;
import dev.espalier.record.StepRecord;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Tells whoever follows a run of its trials. */
final class Bulletin {
  private static final Map<String, String> MEASURES =
      Map.of("macs", "MACs", "params", "parameters", "latency", "time");

  private final Recipe recipe;
  private final String metric;
  private final Progress progress;

  /**
   * @param metric what the gate judges by; empty without one
   */
  Bulletin(Recipe recipe, String metric, Progress progress) {
    this.recipe = recipe;
    this.metric = metric;
    this.progress = progress;
  }

  void begun(Ask ask, List<Trial> done) {
    tell(Stage.BEGUN, ask, done, Double.NaN);
  }

  /**
   * @param before the metric after the cut; NaN where it is not judged
   */
  void cut(Ask ask, List<Trial> done, double before) {
    tell(Stage.CUT, ask, done, before);
  }

  private void tell(Stage stage, Ask ask, List<Trial> done, double before) {
    progress.trial(
        new TrialNews(
            stage,
            done.size() + 1,
            about(done.size() + 1),
            aim(ask.ratio()) + (ask.cuts() ? "" : " tuned further"),
            metric,
            before,
            Double.NaN,
            "",
            best(done),
            left(done, about(done.size() + 1) - done.size())));
  }

  /**
   * @param done with the trial that ended as the last
   */
  void ended(List<Trial> done) {
    Trial last = done.get(done.size() - 1);
    StepRecord step = last.step();
    int about = about(last.number());
    progress.trial(
        new TrialNews(
            Stage.ENDED,
            last.number(),
            about,
            aim(last.achieved()),
            metric,
            step.metricBeforeTuning(),
            step.metricAfterTuning(),
            last.accepted() ? "accepted" : "rejected",
            best(done),
            left(done, about - done.size())));
  }

  /** A search may end before; a front and feedback come on top. */
  private int about(int number) {
    int cuts = recipe.goal().searches() ? recipe.schedule().trials() : recipe.schedule().steps();
    return Math.max(number, cuts + Math.max(0, recipe.goal().front() - 1));
  }

  private String aim(double ratio) {
    String led = recipe.goal().led();
    return String.format(Locale.ROOT, "%.2f of the %s", ratio, MEASURES.getOrDefault(led, led));
  }

  private String best(List<Trial> done) {
    return done.stream()
        .filter(Trial::accepted)
        .min(Comparator.comparingDouble(Trial::achieved))
        .map(t -> aim(t.achieved()) + reached(t.step().metricAfterTuning()))
        .orElse("");
  }

  private String reached(double value) {
    return Double.isNaN(value) ? "" : String.format(Locale.ROOT, " at %s %.4f", metric, value);
  }

  private static double left(List<Trial> done, int trials) {
    double mean = done.stream().mapToDouble(t -> t.step().seconds()).average().orElse(Double.NaN);
    return mean * Math.max(0, trials);
  }
}
