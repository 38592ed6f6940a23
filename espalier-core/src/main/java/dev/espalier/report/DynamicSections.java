package dev.espalier.report;

import dev.espalier.record.CertificateRecord;
import dev.espalier.record.Drop;
import dev.espalier.record.DynamicRecord;
import dev.espalier.record.DynamicRecord.Candidate;
import dev.espalier.record.DynamicRecord.Case;
import dev.espalier.record.DynamicRecord.Effort;
import dev.espalier.record.DynamicRecord.Guarantee;
import dev.espalier.record.DynamicRecord.Member;
import dev.espalier.record.DynamicRecord.Offer;
import dev.espalier.record.DynamicRecord.Share;
import dev.espalier.record.DynamicRecord.Stress;
import dev.espalier.record.DynamicRecord.Timing;
import dev.espalier.record.RunRecord;
import dev.espalier.report.ScatterFigure.Dot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What each row takes of the model: cost against accuracy, ways, times, doubts. */
final class DynamicSections {
  private static final int CANDIDATES = 12;
  private static final Svg.Point HALF = new Svg.Point(470, 250);

  private DynamicSections() {}

  /** None for a static model. */
  static Stream<Section> of(RunRecord record) {
    DynamicRecord dynamic = record.dynamic();
    if (dynamic == null || record.outcome().drop() == null) {
      return Stream.empty();
    }
    Metric metric = new Metric(record.outcome().drop().metric());
    return Stream.of(
        Section.of(
            "effort",
            "Cost against " + metric.name(),
            List.of(
                Blocks.paragraph(dynamic.guarantee().words()),
                curve(dynamic, metric),
                beside(dynamic, metric),
                members(dynamic.members(), metric),
                efforts(dynamic, metric))),
        Section.of("mean-time", "Time", List.of(latency(dynamic.latency()))),
        Section.of("shares", "Who answers what", List.of(shares(dynamic))),
        Section.of(
            "cases",
            "Easy and hard",
            List.of(
                cases("easy", "Answered by the first stage, the surest", dynamic.easy()),
                cases("hard", "Gone all the way, the first stage least sure", dynamic.hard()))),
        Section.of(
            "disturbed",
            "Under disturbance",
            List.of(disturbed(dynamic.stress(), metric), stress(dynamic.stress(), metric))),
        Section.of(
            "choice",
            "Why this chain",
            List.of(
                offers(dynamic.offers()),
                candidates(dynamic.candidates()),
                equality(dynamic.equality()))));
  }

  private static Markup curve(DynamicRecord dynamic, Metric metric) {
    List<Dot> dots = new ArrayList<>();
    Guarantee guarantee = dynamic.guarantee();
    for (Effort effort : dynamic.efforts()) {
      boolean chosen = Math.abs(effort.effort() - guarantee.effort()) < 1e-9;
      String hint =
          String.format(
              Locale.ROOT,
              "effort %.2f: %s at %s of the MACs",
              effort.effort(),
              metric.show(effort.metric()),
              NumberText.percent(effort.macs()));
      dots.add(new Dot(effort.macs(), effort.metric(), hint, true, chosen));
    }
    double whole = dynamic.members().stream().mapToLong(Member::macs).max().orElse(1);
    for (Member member : dynamic.members()) {
      String hint = member.name() + " alone: " + metric.show(member.metric());
      dots.add(new Dot(member.macs() / whole, member.metric(), hint, false, false));
    }
    String title = metric.name() + " of the final examples against mean cost, as effort rises";
    ScatterFigure.Frame frame =
        new ScatterFigure.Frame(title, "MACs, share of the original's", NumberText::wholePercent);
    List<Blocks.Key> legend =
        List.of(
            new Blocks.Key("after", "dynamic, by effort"),
            new Blocks.Key("cut", "the calibrated point"),
            new Blocks.Key("before", "a member alone (static)"));
    return Blocks.figure("effort", title, legend, ScatterFigure.draw(frame, dots));
  }

  /** What static results have at the same mean cost. */
  private static Markup beside(DynamicRecord dynamic, Metric metric) {
    Optional<Effort> point =
        dynamic.efforts().stream()
            .filter(e -> Math.abs(e.effort() - dynamic.guarantee().effort()) < 1e-9)
            .findFirst();
    double whole = dynamic.members().stream().mapToLong(Member::macs).max().orElse(1);
    double cost = whole * point.map(Effort::macs).orElse(Double.NaN);
    Optional<Member> cheaper =
        dynamic.members().stream()
            .filter(m -> m.macs() <= cost)
            .max(Comparator.comparingLong(Member::macs));
    Optional<Member> dearer =
        dynamic.members().stream()
            .filter(m -> m.macs() > cost)
            .min(Comparator.comparingLong(Member::macs));
    if (point.isEmpty() || cheaper.isEmpty() || dearer.isEmpty()) {
      return Markup.NOTHING;
    }
    Member low = cheaper.get();
    Member high = dearer.get();
    double way = (cost - low.macs()) / (high.macs() - low.macs());
    return Blocks.paragraph(
        "At the same mean cost, %s of the MACs, the line between the static models %s and %s passes at %s; the dynamic model has %s."
            .formatted(
                NumberText.percent(cost / whole),
                low.name(),
                high.name(),
                metric.show(low.metric() + way * (high.metric() - low.metric())),
                metric.show(point.get().metric())));
  }

  private static Markup cases(String id, String caption, List<Case> cases) {
    return Cards.figure(
        "cases-" + id,
        caption,
        cases.stream()
            .map(
                c ->
                    new Cards.Card(
                        c.record(),
                        c.label(),
                        c.shown(),
                        c.first().equals(c.answer()) ? c.answer() : c.first() + " → " + c.answer(),
                        c.label().isEmpty() ? "" : "should be " + c.label()))
            .toList());
  }

  private static Markup members(List<Member> members, Metric metric) {
    HtmlTable table =
        new HtmlTable("Members, each a plain ONNX file, and what it does alone")
            .words("member", "made as", "stage")
            .numbers("MACs", "bytes", metric.name(), "lost")
            .words("certificate");
    for (Member m : members) {
      Drop drop = m.drop();
      table.row(
          m.name(),
          m.kind(),
          m.stage() < 0 ? "not used" : Integer.toString(m.stage()),
          NumberText.count(m.macs()),
          NumberText.bytes(m.bytes()),
          metric.show(m.metric()),
          drop == null ? NumberText.NONE : metric.loss(drop.value()),
          certificate(m.certificate()));
    }
    return table.markup();
  }

  private static String certificate(@org.jspecify.annotations.Nullable CertificateRecord c) {
    return c == null ? "nothing was cut" : c.certified() ? "holds" : "does not hold";
  }

  private static Markup latency(List<Timing> timings) {
    HtmlTable table =
        new HtmlTable(
                "Time of one call, original and dynamic alternating over real records; the worst case grows")
            .words("setting")
            .numbers("original mean", "p50", "p99", "dynamic mean", "p50", "p95", "p99", "faster");
    for (Timing t : timings) {
      table.row(
          "batch "
              + t.original().batch()
              + ", "
              + ReportTexts.many(t.original().threads(), "thread"),
          NumberText.micros(t.original().meanMicros()),
          NumberText.micros(t.original().medianMicros()),
          NumberText.micros(t.original().p99Micros()),
          NumberText.micros(t.dynamic().meanMicros()),
          NumberText.micros(t.dynamic().medianMicros()),
          NumberText.micros(t.dynamic().p95Micros()),
          NumberText.micros(t.dynamic().p99Micros()),
          NumberText.times(t.speedup(), 1));
    }
    return table.markup();
  }

  private static Markup shares(DynamicRecord dynamic) {
    if (dynamic.shares().isEmpty()) {
      return Markup.NOTHING;
    }
    int stages = dynamic.shares().get(0).stages().size();
    String[] names = IntStream.range(0, stages).mapToObj(k -> "stage " + k).toArray(String[]::new);
    HtmlTable table =
        new HtmlTable("Share of the final examples by the stage that answered")
            .words("class")
            .numbers("records")
            .numbers(names);
    for (Share share : dynamic.shares()) {
      List<String> cells =
          new ArrayList<>(List.of(share.name(), NumberText.count(share.records())));
      share.stages().forEach(s -> cells.add(NumberText.percent(s)));
      table.row(cells.toArray(String[]::new));
    }
    return table.markup();
  }

  /** A figure for each kind of disturbance. */
  private static Markup disturbed(List<Stress> all, Metric metric) {
    Html html = new Html().open("div", "class", "pair");
    List<Stress> clean = all.stream().filter(s -> s.strength() == 0).toList();
    Map<String, List<Stress>> kinds = new LinkedHashMap<>();
    all.stream()
        .filter(s -> s.strength() > 0)
        .forEach(s -> kinds.computeIfAbsent(s.kind(), k -> new ArrayList<>(clean)).add(s));
    kinds.forEach(
        (kind, rows) -> {
          String title = ReportTexts.capital(metric.name()) + " under " + kind + ", by strength";
          LineFigure.Frame frame =
              new LineFigure.Frame(
                  title,
                  rows.stream().map(s -> Integer.toString(s.strength())).toList(),
                  List.of(),
                  metric::show);
          List<LineFigure.Series> lines =
              List.of(
                  new LineFigure.Series(
                      "original", rows.stream().map(Stress::original).toList(), "before"),
                  new LineFigure.Series(
                      "dynamic", rows.stream().map(Stress::dynamic).toList(), "after"));
          List<Blocks.Key> legend =
              List.of(new Blocks.Key("before", "original"), new Blocks.Key("after", "dynamic"));
          html.add(
              Blocks.figure(
                  "disturbed-" + kind.replaceAll("[^A-Za-z]", ""),
                  title,
                  legend,
                  LineFigure.draw(frame, lines, List.of(), HALF)));
        });
    return html.close().markup();
  }

  private static Markup stress(List<Stress> all, Metric metric) {
    HtmlTable table =
        new HtmlTable("When the inputs are disturbed: " + metric.name() + ", and rows sent on")
            .words("disturbance")
            .numbers("strength", "original", "dynamic", "passed the first stage");
    for (Stress s : all) {
      table.row(
          s.kind(),
          Integer.toString(s.strength()),
          metric.show(s.original()),
          metric.show(s.dynamic()),
          NumberText.percent(s.sentOn()));
    }
    return table.markup();
  }

  private static Markup efforts(DynamicRecord dynamic, Metric metric) {
    HtmlTable table =
        new HtmlTable("dynamic-effort.onnx: what each effort costs and gives on the final examples")
            .numbers("effort", "MACs", metric.name(), "gain", "standard error");
    for (Effort e : dynamic.efforts()) {
      table.row(
          String.format(Locale.ROOT, "%.2f", e.effort()),
          NumberText.percent(e.macs()),
          metric.show(e.metric()),
          NumberText.points(e.gain()),
          NumberText.percent(e.gainError()));
    }
    return table.markup();
  }

  private static Markup offers(List<Offer> offers) {
    HtmlTable table =
        new HtmlTable("What could be written, each timed as a file beside the original")
            .words("answers", "its loss rests on")
            .numbers("time")
            .words("what became of it");
    for (Offer offer : offers) {
      table.row(
          offer.chain().size() == 1
              ? offer.chain().get(0) + " alone"
              : String.join(" → ", offer.chain()),
          switch (offer.basis()) {
            case "proof" -> "a proof";
            case "judged" -> "the metric itself, as a static model's";
            case "spending" -> "what was measured";
            case "none" -> "nothing: it never stops early";
            default -> "an estimate";
          },
          NumberText.percent(offer.time()),
          offer.written() ? "written" : "");
    }
    return table.markup();
  }

  private static Markup candidates(List<Candidate> candidates) {
    HtmlTable table =
        new HtmlTable("Chains and signals compared on the choice part, the cheapest first")
            .words("chain", "signal")
            .numbers("cost", "lost")
            .words("what became of it");
    candidates.stream()
        .limit(CANDIDATES)
        .forEach(
            c ->
                table.row(
                    String.join(" → ", c.chain()),
                    c.signal(),
                    NumberText.percent(c.cost()),
                    NumberText.points(c.drop()),
                    c.note().isEmpty() ? "taken" : c.note()));
    return table.markup();
  }

  private static Markup equality(CertificateRecord equality) {
    return Blocks.note(
        equality.message()
            + " (largest error "
            + NumberText.scientific(equality.maxAbsError())
            + ")");
  }
}
