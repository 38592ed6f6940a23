package dev.espalier.verdict;

import dev.espalier.recipe.Recipe;
import dev.espalier.recipe.Target;
import dev.espalier.record.DynamicRecord;
import dev.espalier.record.Figures;
import dev.espalier.record.Figures.LatencyFigure;
import dev.espalier.record.Micros;
import dev.espalier.record.RunRecord;
import dev.espalier.record.Status;
import dev.espalier.record.TargetRecord;
import dev.espalier.record.Verdict.Grade;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Whether a result is faster and smaller, at the batch that the user cares for. */
record SizeFindings(Recipe recipe) {
  /** How much longer than the original a result may take before it counts as slower. */
  private static final double SLOWER = 1.05;

  /** Channels that the runtime's kernels take at once. */
  private static final int BLOCK = 8;

  /** How much more than asked for a latency may come to when it is timed at the end. */
  private static final double RETIMED = 1.1;

  /**
   * What a run for speed ended as that made nothing faster, or a run for size that made a larger
   * file, is not {@code DONE}; nor is one that missed a target in the file as it was written.
   */
  Status status(RunRecord record) {
    boolean slower = cut(record) && times(record).filter(t -> t.ratio() >= 1).isPresent();
    boolean worse =
        hard(Target.LATENCY) && slower
            || (hard(Target.BYTES) || hard(Target.PARAMS)) && larger(record).findAny().isPresent()
            || overweight(record).findAny().isPresent();
    return record.status() == Status.DONE && worse ? Status.UNREACHABLE : record.status();
  }

  private boolean hard(Target what) {
    return recipe.goal().aims().stream().anyMatch(a -> a.hard() && a.what() == what);
  }

  /** What a run came to, or which target the file, as it was written, does not hold. */
  String message(RunRecord record) {
    return record.status() == Status.DONE
        ? overweight(record).findFirst().orElse(record.message())
        : record.message();
  }

  private static Stream<String> overweight(RunRecord record) {
    Set<String> weighed = Set.of(Target.BYTES.word(), Target.PARAMS.word(), Target.MACS.word());
    return record.outcome().targets().stream()
        .filter(t -> t.hard() && !t.met() && weighed.contains(t.what()))
        .map(
            t ->
                String.format(
                    Locale.ROOT,
                    "the file that was written has %.3f of the original's %s, %.3f was asked for",
                    t.reached(),
                    t.what(),
                    t.asked()));
  }

  /**
   * Slower or larger than the original, where something was cut at all. A dynamic model holds
   * several, so that its size says nothing, and what counts is its time in the mean.
   */
  Stream<Finding> worse(RunRecord record) {
    DynamicRecord dynamic = record.dynamic();
    if (dynamic != null) {
      return dynamic.latency().stream()
          .filter(t -> t.original().batch() == recipe.latency().batch() && t.speedup() < 1)
          .map(SizeFindings::slower);
    }
    if (!cut(record)) {
      return Stream.empty();
    }
    double most = recipe.goal().aimsAt(Target.LATENCY) ? 1 : SLOWER;
    return Stream.concat(
        larger(record), times(record).filter(t -> t.ratio() > most).map(this::slower).stream());
  }

  private Finding slower(Times times) {
    List<String> advice = new ArrayList<>();
    if (recipe.goal().led() != Target.LATENCY) {
      advice.add("--target latency=0.8, which cuts where it saves time");
    }
    if (recipe.cut().step() < BLOCK) {
      advice.add("widths that suit the runtime's kernels (--set cut.round=8)");
    }
    String sentence =
        String.format(
            Locale.ROOT,
            "the result takes %s per call at batch %d, the original %s: time does not follow MACs here",
            Micros.text(times.after.medianMicros()),
            times.after.batch(),
            Micros.text(times.before.medianMicros()));
    return new Finding(Grade.AMBER, "slower", true, sentence, advice);
  }

  private static Finding slower(DynamicRecord.Timing timing) {
    String sentence =
        String.format(
            Locale.ROOT,
            "the dynamic model takes %s per call on average at batch %d, the original %s: choosing costs more time than it saves",
            Micros.text(timing.dynamic().meanMicros()),
            timing.original().batch(),
            Micros.text(timing.original().meanMicros()));
    return new Finding(
        Grade.AMBER, "slower", true, sentence, List.of("a static result (espalier prune)"));
  }

  private static Stream<Finding> larger(RunRecord record) {
    Figures original = record.outcome().original();
    Figures result = record.outcome().result();
    if (original == null || result == null || !cut(record)) {
      return Stream.empty();
    }
    long before = original.bytes();
    long after = result.bytes();
    String sentence =
        String.format(Locale.ROOT, "the result has %,d bytes, the original %,d", after, before);
    return after <= before
        ? Stream.empty()
        : Stream.of(
            new Finding(Grade.AMBER, "larger", true, sentence, List.of("--target bytes=0.7")));
  }

  /** Latencies that were met when they were timed, and are no longer. */
  Stream<Finding> missed(RunRecord record) {
    return times(record).filter(t -> t.ratio() < 1).stream()
        .flatMap(
            t ->
                record.outcome().targets().stream()
                    .filter(a -> a.what().equals(Target.LATENCY.word()) && a.hard() && a.met())
                    .filter(a -> t.ratio() > RETIMED * a.asked())
                    .map(a -> missed(a, t)));
  }

  private static Finding missed(TargetRecord target, Times times) {
    return Finding.but(
        String.format(
            Locale.ROOT,
            "timed again at the end the result takes %.2f of the original's time, %.2f was asked for",
            times.ratio(),
            target.asked()),
        List.of("a machine that is otherwise idle", "more timed calls (latency.runs)"));
  }

  /** Both models' times of one setting. */
  private record Times(LatencyFigure before, LatencyFigure after) {
    double ratio() {
      return after.medianMicros() / before.medianMicros();
    }
  }

  private Optional<Times> times(RunRecord record) {
    Figures before = record.outcome().original();
    Figures after = record.outcome().result();
    if (before == null || after == null) {
      return Optional.empty();
    }
    int rows = Math.min(before.latency().size(), after.latency().size());
    return IntStream.range(0, rows)
        .mapToObj(i -> new Times(before.latency().get(i), after.latency().get(i)))
        .filter(t -> t.before.batch() == recipe.latency().batch())
        .findFirst();
  }

  /** Whether anything is gone. */
  static boolean cut(RunRecord record) {
    Figures before = record.outcome().original();
    Figures after = record.outcome().result();
    return before != null
        && after != null
        && (before.macs() != after.macs() || before.parameters() != after.parameters());
  }
}
