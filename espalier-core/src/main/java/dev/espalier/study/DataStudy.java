package dev.espalier.study;

import dev.espalier.coupling.Coupling;
import dev.espalier.data.Dataset;
import dev.espalier.data.Layout;
import dev.espalier.data.Sample;
import dev.espalier.plan.Cost;
import dev.espalier.progress.Progress;
import dev.espalier.record.DataProfile;
import dev.espalier.record.DataProfile.ClassCount;
import dev.espalier.record.DataProfile.Column;
import dev.espalier.record.DataProfile.Drift;
import dev.espalier.record.DataProfile.Importance;
import dev.espalier.record.DataProfile.Repeats;
import dev.espalier.tune.InputGradients;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the examples are like, and what of them the model looks at. */
final class DataStudy {
  /** Multiply–accumulates that permutation may take: seconds. */
  private static final double WORK = 4e11;

  private static final int MOST = 256;
  private static final int FEWEST = 64;

  private final Coupling coupling;
  private final Ground ground;
  private final Layout layout;
  private final Progress progress;

  DataStudy(Coupling coupling, Ground ground, Layout layout, Progress progress) {
    this.coupling = coupling;
    this.ground = ground;
    this.layout = layout;
    this.progress = progress;
  }

  DataProfile profile(
      Sample gate, List<String> classNames, @Nullable InputGradients gradients, long seed) {
    boolean classed = ground.task().classed();
    Scan judged = Scan.of(ground.gate(), layout, classed, seed, progress);
    Scan train = scan(ground.train(), classed, seed);
    Scan rest = scan(ground.rest(), classed, seed);
    Scan base = train == null ? judged : train;
    List<Repeats> repeats = new ArrayList<>();
    List<Drift> drifts = new ArrayList<>();
    Repeated repeated = new Repeated(layout, base);
    repeats.add(repeated.within(train == null ? "gate" : "train", base));
    if (train != null && ground.gate() != ground.train()) {
      repeats.add(repeated.across("gate", judged));
      drifts.addAll(Drifts.of(layout, "gate", train, judged));
      if (rest != null) {
        repeats.add(repeated.across("final", rest));
        drifts.addAll(Drifts.of(layout, "final", train, rest));
      }
    }
    return new DataProfile(
        layout.kind().name().toLowerCase(Locale.ROOT),
        columns(base),
        classed ? classes(base, judged, classNames) : List.of(),
        repeats,
        drifts,
        importance(gate, gradients, seed));
  }

  private @Nullable Scan scan(@Nullable Dataset data, boolean classed, long seed) {
    return data == null ? null : Scan.of(data, layout, classed, seed, progress);
  }

  private List<Column> columns(Scan scan) {
    List<Column> columns = new ArrayList<>();
    List<String> names = new Parting(layout).columns().names();
    for (int c = 0; c < names.size(); c++) {
      Moments m = scan.moments[c];
      columns.add(
          new Column(
              names.get(c),
              m.low(),
              m.high(),
              m.mean(),
              m.deviation(),
              m.skew(),
              m.zeros(),
              m.missing()));
    }
    return columns;
  }

  private static List<ClassCount> classes(Scan train, Scan gate, List<String> names) {
    int n = Math.max(names.size(), 1);
    for (Scan scan : List.of(train, gate)) {
      for (int c : scan.classes) {
        n = Math.max(n, c + 1);
      }
    }
    long[] a = Drifts.counts(train.classes, n);
    long[] b = Drifts.counts(gate.classes, n);
    List<ClassCount> counts = new ArrayList<>();
    for (int c = 0; c < n; c++) {
      counts.add(new ClassCount(c < names.size() ? names.get(c) : Integer.toString(c), a[c], b[c]));
    }
    return counts;
  }

  private List<Importance> importance(Sample gate, @Nullable InputGradients gradients, long seed) {
    List<InputParts> ways = new Parting(layout).importance();
    int passes = ways.stream().mapToInt(InputParts::count).sum();
    double each = new Cost(coupling, dev.espalier.op.OpRules.standard()).macs();
    int most = (int) Math.max(FEWEST, Math.min(MOST, WORK / Math.max(1, each * passes)));
    Sample sample = gate.first(ground.task(), Math.max(most, ground.task().groupSize()));
    List<Importance> found = new ArrayList<>();
    Permutation permutation =
        new Permutation(coupling.model(), layout, ground.task(), sample, seed);
    for (InputParts parts : ways) {
      found.add(permutation.of(parts, progress));
    }
    if (gradients != null) {
      found.addAll(GradientMap.of(gradients, coupling.model(), layout, ground.task(), sample));
    }
    return found;
  }
}
