package dev.espalier.cli;

import dev.espalier.record.DataProfile;
import dev.espalier.record.DataProfile.Importance;
import dev.espalier.record.ModelProfile;
import dev.espalier.record.StudyRecord;
import dev.espalier.record.TaskProfile;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** A study as text tables. */
final class StudyText {
  private static final int ROWS = 16;
  private static final int WIDTH = 100;

  private final Console console;

  StudyText(Console console) {
    this.console = console;
  }

  void say(StudyRecord record) {
    record.looked().forEach(console.out()::println);
    section("Task", task(record.task()));
    section("Data: " + record.data().layout(), columns(record.data()));
    if (!record.data().classes().isEmpty()) {
      section("Classes", classes(record.data()));
    }
    section("Equal examples", repeats(record.data()));
    section("Largest differences to train", drifts(record.data()));
    section("What the model looks at", importance(record.data().importance()));
    section("Layers", layers(record.network()));
    section(
        "Loss of the metric when one group is cut, untuned, with its 95 % interval",
        groups(record.network()));
    if (!record.network().blocks().isEmpty()) {
      section("The same when one residual block is taken out", blocks(record.network()));
    }
    if (!record.network().barriers().isEmpty()) {
      section("What is barred", barriers(record.network()));
    }
    section("Plan", plan(record));
  }

  private void section(String title, TextTable table) {
    console.out().println();
    console.out().println(title);
    console.out().print(table);
  }

  private static TextTable task(TaskProfile task) {
    TextTable table =
        TextTable.of("finding", "value")
            .row("kind", task.kind())
            .row("examples that decide", Show.count(task.quality().judged()))
            .row(task.metric(), Show.metric(task.quality().value()))
            .row("loss", Show.metric(task.quality().loss()))
            .row("linear model on raw inputs", Show.metric(task.probe().value()));
    if (task.quality().margins().size() == 5) {
      table.row("margin, 5 % to 95 %", spread(task.quality().margins()));
    }
    table
        .row(
            "intrinsic dimension of features",
            number(task.features().dimension()) + " of " + task.features().width())
        .row("training examples", Show.count(task.scale().trainExamples()))
        .row("parameters", Show.count(task.scale().parameters()))
        .row("examples per parameter", number(task.scale().examplesPerParameter()));
    if (task.balance().classes() > 0) {
      table
          .row("classes", task.balance().classes())
          .row("effective classes", number(task.balance().effectiveClasses()))
          .row("rarest class", percent(task.balance().rarest()));
    }
    return table;
  }

  private static String spread(List<Double> quantiles) {
    return String.join("  ", quantiles.stream().map(StudyText::number).toList());
  }

  private static TextTable columns(DataProfile data) {
    TextTable table =
        TextTable.of("column", "low", "high", "mean", "deviation", "skew", "zeros", "missing");
    data.columns().stream()
        .limit(ROWS)
        .forEach(
            c ->
                table.row(
                    c.name(),
                    number(c.low()),
                    number(c.high()),
                    number(c.mean()),
                    number(c.deviation()),
                    number(c.skew()),
                    percent(c.zeros()),
                    percent(c.missing())));
    more(table, data.columns().size());
    return table;
  }

  private static TextTable classes(DataProfile data) {
    TextTable table = TextTable.of("class", "train", "gate");
    data.classes().stream()
        .limit(ROWS)
        .forEach(c -> table.row(c.name(), Show.count(c.train()), Show.count(c.gate())));
    more(table, data.classes().size());
    return table;
  }

  private static TextTable repeats(DataProfile data) {
    TextTable table =
        TextTable.of("where", "examples", "equal", "nearly equal", "with another label");
    data.repeats()
        .forEach(
            r ->
                table.row(
                    r.where(),
                    Show.count(r.records()),
                    Show.count(r.exact()),
                    Show.count(r.near()),
                    Show.count(r.conflicting())));
    return table;
  }

  private static TextTable drifts(DataProfile data) {
    TextTable table =
        TextTable.of("feature", "split", "stability index", "distance", "p", "drifted");
    data.drifts().stream()
        .sorted(
            Comparator.comparing((DataProfile.Drift d) -> !d.drifted())
                .thenComparing(d -> -d.distance()))
        .limit(ROWS / 2)
        .forEach(
            d ->
                table.row(
                    d.feature(),
                    d.split(),
                    number(d.psi()),
                    number(d.distance()),
                    number(d.p()),
                    d.drifted() ? "yes" : "no"));
    more(table, data.drifts().size() + ROWS / 2);
    return table;
  }

  private static TextTable importance(List<Importance> all) {
    TextTable table = TextTable.of("by", "of", "part", "importance", "error");
    for (Importance i : all) {
      IntStream.range(0, i.values().size())
          .boxed()
          .sorted(Comparator.comparingDouble(k -> -i.values().get(k)))
          .limit(5)
          .forEach(
              k ->
                  table.row(
                      i.method(),
                      i.parts(),
                      i.names().get(k),
                      number(i.values().get(k)),
                      i.errors().isEmpty() ? "–" : number(i.errors().get(k))));
    }
    return table;
  }

  private static TextTable layers(ModelProfile network) {
    TextTable table =
        TextTable.of("layer", "operator", "filters", "rank", "at most", "of features", "similar");
    for (ModelProfile.Layer l : network.layers()) {
      table.row(
          l.name(),
          l.op(),
          Show.count(l.filters()),
          number(l.rank()),
          Show.count(l.most()),
          number(l.featureRank()),
          percent(l.similar()));
    }
    return table;
  }

  private static TextTable groups(ModelProfile network) {
    TextTable table = TextTable.of("group", "units", "MACs", "cut", "loss", "low", "high");
    for (ModelProfile.Sensitivity g : network.groups()) {
      for (ModelProfile.Point p : g.points()) {
        boolean first = p.equals(g.points().get(0));
        table.row(
            first ? g.group() : "",
            first ? Show.count(g.units()) : "",
            first ? percent(g.macsShare()) : "",
            percent(p.cut()),
            Show.metric(p.drop()),
            Show.metric(p.low()),
            Show.metric(p.high()));
      }
    }
    return table;
  }

  private static TextTable blocks(ModelProfile network) {
    TextTable table = TextTable.of("block", "MACs", "loss", "low", "high");
    for (ModelProfile.BlockLoss b : network.blocks()) {
      table.row(
          b.block(),
          percent(b.macsShare()),
          Show.metric(b.drop()),
          Show.metric(b.low()),
          Show.metric(b.high()));
    }
    return table;
  }

  private static TextTable barriers(ModelProfile network) {
    TextTable table = TextTable.of("node", "axis", "reason");
    network.barriers().stream().limit(ROWS).forEach(b -> table.row(b.node(), b.axis(), b.reason()));
    more(table, network.barriers().size());
    return table;
  }

  static TextTable plan(StudyRecord record) {
    TextTable table = TextTable.of("setting", "value", "by", "because").within(WIDTH);
    for (StudyRecord.Choice c : record.plan()) {
      boolean user = c.by().equals("user");
      table.row(
          c.key(), c.value(), user ? "you (rule: " + c.proposed() + ")" : c.by(), c.finding());
    }
    return table;
  }

  private static void more(TextTable table, int all) {
    if (all > ROWS) {
      table.row("… " + (all - ROWS) + " more");
    }
  }

  private static String number(double value) {
    if (!Double.isFinite(value)) {
      return "–";
    }
    return Math.abs(value) < 1e-3 && value != 0
        ? String.format(Locale.ROOT, "%.1e", value)
        : String.format(Locale.ROOT, Math.abs(value) < 100 ? "%.3f" : "%.1f", value);
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }
}
