package dev.espalier.verdict;

import dev.espalier.recipe.Recipe;
import dev.espalier.record.Drop;
import dev.espalier.record.ErrorMetrics;
import dev.espalier.record.Figures;
import dev.espalier.record.PartRecord;
import dev.espalier.record.RunRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.hipparchus.distribution.continuous.NormalDistribution;

/** Metrics that fell further, on the final examples, than they should. */
record LossFindings(Recipe recipe, Remedies remedies) {
  /** What compares answers with the original's: any cut moves it. */
  private static final Set<String> NEARNESS = Set.of("best-token", "cosine", "cosine-1%");

  /** The largest loss that needs no word where no limit was set. */
  private static final double POINTS = 0.05;

  /** The gravest; none where all is well. */
  Stream<Finding> of(RunRecord record) {
    List<Drop> judged = judged(record);
    if (judged.isEmpty()) {
      return Stream.empty();
    }
    return recipe.goal().maxDrop() == null
        ? unlimited(record, judged)
        : Stream.concat(
                judged.stream().filter(LossFindings::beyond).map(this::over),
                others(record, judged))
            .limit(1);
  }

  /**
   * Metrics that no limit was set for: none may fall far, and further than luck may take it, while
   * the one that has a limit holds. Of several tasks each has its own limit.
   */
  private Stream<Finding> others(RunRecord record, List<Drop> judged) {
    double allowed = Objects.requireNonNull(recipe.goal().maxDrop());
    String limited = judged.get(0).metric();
    long records = Objects.requireNonNull(record.outcome().drop()).records();
    double most = Math.max(Math.max(POINTS, allowed), 1 / Math.sqrt(records));
    Figures original = Objects.requireNonNull(record.outcome().original());
    boolean several =
        judged.size() > 1 || original.metrics().keySet().stream().anyMatch(m -> m.contains(" "));
    return several
        ? Stream.empty()
        : falls(record)
            .filter(f -> !f.metric.equals(limited) && f.by > most)
            .map(f -> other(f, f.words + on(record) + ", while " + limited + " held"));
  }

  private Finding other(Fall fall, String words) {
    List<String> advice = new ArrayList<>();
    advice.add("--set goal.metric=" + fall.metric + ", which judges by it");
    advice.addAll(remedies.gentler());
    return Finding.but(words, advice);
  }

  private static String on(RunRecord record) {
    long records = Objects.requireNonNull(record.outcome().drop()).records();
    return " on " + records + " examples that nothing was chosen on";
  }

  /**
   * Whether more was lost than allowed, by more than one standard error: of runs that keep exactly
   * what was allowed one in six reads so, of those that lose two errors more only one in six does
   * not.
   */
  private static boolean beyond(Drop drop) {
    Double allowed = drop.allowed();
    double errors = new NormalDistribution().inverseCumulativeProbability((1 + drop.level()) / 2);
    return allowed != null && drop.value() - (drop.high() - drop.low()) / (2 * errors) > allowed;
  }

  /**
   * Why a run has not done what it was asked for, whatever the examples said that it decided on:
   * the whole interval of the final loss lies above what was allowed; empty where that is not so.
   */
  Optional<String> broken(RunRecord record) {
    return recipe.goal().yields()
        ? Optional.empty()
        : judged(record).stream()
            .filter(d -> d.allowed() != null && d.low() > d.allowed())
            .findFirst()
            .map(LossFindings::sentence);
  }

  private static List<Drop> judged(RunRecord record) {
    Drop drop = record.outcome().drop();
    List<Drop> tasks =
        record.outcome().parts().stream().filter(PartRecord::task).map(PartRecord::drop).toList();
    return drop == null ? List.of() : tasks.isEmpty() ? List.of(drop) : tasks;
  }

  private static String sentence(Drop drop) {
    return String.format(
        Locale.ROOT,
        "%s lost %.2f points on the final examples (%.0f %% interval %.2f to %.2f), %.2f were"
            + " allowed",
        drop.metric(),
        100 * drop.value(),
        100 * drop.level(),
        100 * drop.low(),
        100 * drop.high(),
        100 * Objects.requireNonNull(drop.allowed()));
  }

  private Finding over(Drop drop) {
    return Finding.but(
        sentence(drop),
        List.of(
            Remedies.EXAMPLES,
            "--set goal.confidence=0.9, which asks for more certainty",
            remedies.longer()));
  }

  /** How far one metric fell, and how it reads. */
  private record Fall(String metric, double by, String words) {}

  private Stream<Finding> unlimited(RunRecord record, List<Drop> judged) {
    Stream<Fall> drops =
        judged.stream()
            .filter(d -> !ErrorMetrics.has(d.metric()))
            .map(d -> new Fall(d.metric(), d.value(), words(d)));
    return Stream.concat(falls(record), drops)
        .filter(f -> f.by > POINTS)
        .limit(1)
        .map(f -> f.words + on(record))
        .map(words -> Finding.but(words, remedies.gentler()));
  }

  private static String words(Drop drop) {
    return String.format(Locale.ROOT, "%s fell by %.2f points", drop.metric(), 100 * drop.value());
  }

  /** Of all metrics that are shares, but those that compare with the original. */
  private static Stream<Fall> falls(RunRecord record) {
    Figures before = Objects.requireNonNull(record.outcome().original());
    Map<String, Double> after = Objects.requireNonNull(record.outcome().result()).metrics();
    return before.metrics().entrySet().stream()
        .filter(m -> !ErrorMetrics.has(m.getKey()) && !NEARNESS.contains(m.getKey()))
        .map(m -> fall(m.getKey(), m.getValue(), after.getOrDefault(m.getKey(), Double.NaN)));
  }

  private static Fall fall(String metric, double before, double after) {
    double by = before - after;
    return new Fall(
        metric,
        by,
        String.format(
            Locale.ROOT,
            "%s fell by %.2f points, from %.4f to %.4f,",
            metric,
            100 * by,
            before,
            after));
  }
}
