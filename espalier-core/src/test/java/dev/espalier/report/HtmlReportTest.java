package dev.espalier.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.files.Json;
import dev.espalier.record.Environment;
import dev.espalier.record.Figures;
import dev.espalier.record.GroupRecord;
import dev.espalier.record.InputFile;
import dev.espalier.record.PaceRecord;
import dev.espalier.record.RunRecord;
import dev.espalier.record.RunRecordBuilder;
import dev.espalier.record.RunSetup;
import dev.espalier.record.RunStructure;
import dev.espalier.record.SampleRun;
import dev.espalier.record.SearchRecord;
import dev.espalier.record.Status;
import dev.espalier.record.StepRecord;
import dev.espalier.record.TargetRecord;
import dev.espalier.record.Tool;
import dev.espalier.record.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class HtmlReportTest {
  @TempDir Path folder;

  @Test
  void aFullRecordShowsEverySectionAndFigure() {
    Document page = Pages.parse(SampleRun.done());
    assertEquals(
        List.of(
            "size",
            "latency",
            "quality",
            "answers",
            "search",
            "steps",
            "front",
            "cut",
            "kept",
            "robustness",
            "calibration",
            "certificate",
            "roles",
            "origin",
            "recipe"),
        Pages.sections(page));
    for (String label :
        List.of(
            "Size and latency of original",
            "Loss of accuracy",
            "Change of recall by class",
            "Loss on the final examples against MACs",
            "Accuracy along the steps",
            "Accuracy after tuning",
            "Training loss",
            "Accuracy on examples not learnt from",
            "Step 4, searched by nsga2: loss against MACs",
            "Kept and original width of 10 layers",
            "Scores of layer0.conv1",
            "Speed-up against the ratio of MACs",
            "Time by operator",
            "Time over width of layer0.conv1",
            "Which layers gave what",
            "Accuracy under noise",
            "Accuracy over confidence",
            "Numbers of example 9")) {
      Element drawing = Pages.drawing(page, label);
      assertEquals("img", drawing.getAttribute("role"));
      assertTrue(drawing.getElementsByTagName("title").getLength() > 0, label + " holds no data");
    }
  }

  @Test
  void barsHaveTheLengthOfTheirValues() {
    Element drawing = Pages.drawing(Pages.parse(SampleRun.done()), "Size and latency");
    double before = width(drawing, "MACs, original: 40.8 M");
    double after = width(drawing, "MACs, result: 20.2 M");
    assertEquals(20_204_000.0 / 40_813_184, after / before, 1e-3);
  }

  @Test
  void whatAPredictedTimeCameToIsSaidUnderTheTrials() {
    SearchRecord.Tried trial =
        new SearchRecord.Tried(
            1, "tpe", List.of(4), 1.5, 0.1, 0.4, Map.of("latency", 0.43), true, null);
    RunRecord record =
        RunRecord.builder()
            .search(new SearchRecord(1, "tpe", List.of("conv1"), List.of(trial), 1))
            .targets(List.of(new TargetRecord("latency", 0.5, true, 0.49, true)))
            .build();
    String text = SearchSection.of(record).body().text();
    assertTrue(text.contains("43.00 %") && text.contains("the result takes 49.00 %"), text);
  }

  @Test
  void thePaceOfTheTrainingsIsToldOnceUnderTheSteps() {
    PaceRecord pace =
        new PaceRecord(
            "adamw", 0.02, false, 0.5, 1, 2, List.of("rate 0.02 by adamw", "tried: sgd at 0.1"));
    String text = StepsSection.of(RunRecord.builder().pace(pace).build()).body().text();
    assertTrue(text.contains("Pace of training: rate 0.02 by adamw"), text);
    assertFalse(text.contains("tried: sgd"), text);
  }

  @Test
  void theVerdictComesFirst() {
    String header = Pages.elements(Pages.parse(SampleRun.done()), "header").get(0).getTextContent();
    for (String part :
        List.of(
            "resnet20.onnx",
            "done",
            "2.02×",
            "0.69 points",
            "allowed 1.00 points; 95 % interval ",
            "holds",
            "The result is model.onnx in this folder",
            "multiply–accumulates",
            "the operating system was busy")) {
      assertTrue(header.contains(part), part + " is not in " + header);
    }
  }

  @Test
  void tablesStateWhatFiguresShow() {
    String text = Pages.parse(SampleRun.done()).getDocumentElement().getTextContent();
    for (String part :
        List.of(
            "40,813,184",
            "91.73 %",
            "88.41 %",
            "0.25 points to 1.13 points",
            "half of test",
            "meets the graph's output 'logits'",
            "1.29.0",
            "goal.maxDrop",
            "espalier prune resnet20.onnx",
            "4.2e-6")) {
      assertTrue(text.contains(part), part);
    }
  }

  @Test
  void examplesThatChangedAreShownAsWhatTheyAre() {
    String html = HtmlReport.html(SampleRun.done());
    assertTrue(html.contains("<img src=\"data:image/png;base64,iVBOR"), "a picture");
    assertTrue(html.contains("<blockquote>it says &lt;b&gt;so&lt;/b&gt;</blockquote>"), "a text");
    assertTrue(html.contains("60 answers that were right are wrong now"), "how many");
    assertTrue(html.contains("90 % → 20 %") && html.contains("90 % → –"), "how sure");
  }

  @Test
  void everyIdIsThereOnceAndEveryLinkLeadsSomewhere() {
    Document page = Pages.parse(SampleRun.done());
    List<String> ids =
        Pages.elements(page, "*").stream()
            .map(element -> element.getAttribute("id"))
            .filter(id -> !id.isEmpty())
            .toList();
    assertEquals(List.copyOf(new java.util.LinkedHashSet<>(ids)), ids);
    for (Element link : Pages.elements(page, "a")) {
      assertTrue(ids.contains(link.getAttribute("href").substring(1)), link.getTextContent());
    }
  }

  @Test
  void residualBlocksAreListedWithWhatBecameOfThem() {
    String html = HtmlReport.html(SampleRun.done());
    assertTrue(html.contains("Residual blocks that could go as a whole"));
    assertTrue(html.contains("removed") && html.contains("0.01320"), "outcome and loss");
    assertTrue(html.contains("its shortcut is no identity"));
  }

  @Test
  void namesCannotBecomeMarkup() {
    String hostile = "<script>alert(1)</script>\" onload='x' \u0000 \ud800 ]]>";
    Figures figures =
        new Figures(
            2,
            2,
            2,
            0,
            0,
            List.of(),
            Map.of(hostile, 0.5),
            List.of(new Figures.ClassFigure(hostile, 1, 1)));
    RunRecord record =
        RunRecord.builder()
            .status(Status.DONE, hostile)
            .setup(
                new RunSetup(
                    Tool.UNKNOWN,
                    List.of(new InputFile("model", hostile, hostile, 1)),
                    Environment.UNKNOWN,
                    Map.of(),
                    Map.of(),
                    null,
                    null))
            .original(figures)
            .result(figures)
            .structure(
                SampleRun.grouped(
                    new GroupRecord(
                        hostile, 4, 2, List.of(0, 1), List.of(hostile), true, "", null)))
            .warning(hostile)
            .build();
    Document page = Pages.parse(record);
    assertEquals(List.of(), Pages.elements(page, "script"));
    assertFalse(HtmlReport.html(record).contains("<script"));
    for (Element element : Pages.elements(page, "*")) {
      assertFalse(element.hasAttribute("onload"));
    }
    assertTrue(page.getDocumentElement().getTextContent().contains("<script>alert(1)</script>"));
  }

  @Test
  void nothingIsLoadedFromElsewhere() {
    String html = HtmlReport.html(SampleRun.done());
    assertFalse(
        Pattern.compile(
                "(?i)https?:|url\\(|@import|<link|<script|src=\"(?!data:image/png;base64,[\\w+/=]+\")")
            .matcher(html)
            .find());
    List<String> metas =
        Pages.elements(Pages.parse(SampleRun.done()), "meta").stream()
            .map(meta -> meta.getAttribute("content"))
            .toList();
    assertTrue(
        metas.contains("default-src 'none'; style-src 'unsafe-inline'; img-src data:"),
        metas.toString());
  }

  static Stream<RunRecord> partial() {
    Figures bare = new Figures(10, 20, 30, 0, 0, List.of(), Map.of(), List.of());
    Figures gone = new Figures(0, 0, 0, 0, 0, List.of(), Map.of("accuracy", Double.NaN), List.of());
    return Stream.of(
        RunRecord.builder().build(),
        RunRecord.builder().status(Status.FAILED, "the data has no labels").build(),
        RunRecord.builder().original(bare).build(),
        RunRecord.builder().original(bare).result(bare).control(bare).build(),
        RunRecord.builder().original(gone).result(gone).build());
  }

  @ParameterizedTest
  @MethodSource("partial")
  void whatIsMissingIsLeftOut(RunRecord record) {
    Document page = Pages.parse(record);
    assertEquals(1, Pages.elements(page, "header").size());
    assertFalse(HtmlReport.html(record).matches("(?s).*(>|\\W)(NaN|null|Infinity)(<|\\W).*"));
  }

  @Test
  void aDeepNetworkIsCondensedAndItsTablesScroll() {
    RunStructure structure =
        new RunStructure(
            List.of(), List.of(), List.of(), SampleRun.layers(500), List.of(), List.of());
    RunRecord record = RunRecord.builder().structure(structure).build();
    Document page = Pages.parse(record);
    Element drawing = Pages.drawing(page, "Kept and original width of 500 layers");
    assertTrue(Double.parseDouble(drawing.getAttribute("height")) < 400);
    assertEquals(1000, drawing.getElementsByTagName("rect").getLength());
    assertTrue(HtmlReport.html(record).contains("class=\"scroll long\""));
  }

  @Test
  void aReportIsAFunctionOfTheFile() throws Exception {
    Json.write(SampleRun.done(), folder.resolve("run.json"));
    RunRecord read = Json.read(folder.resolve("run.json"), RunRecord.class);
    HtmlReport.write(read, folder.resolve("report.html"));
    assertEquals(
        HtmlReport.html(SampleRun.done()), Files.readString(folder.resolve("report.html")));
  }

  private static double width(Element drawing, String hint) {
    for (int i = 0; i < drawing.getElementsByTagName("rect").getLength(); i++) {
      Element bar = (Element) drawing.getElementsByTagName("rect").item(i);
      if (bar.getTextContent().strip().equals(hint)) {
        return Double.parseDouble(bar.getAttribute("width"));
      }
    }
    throw new AssertionError("no bar '" + hint + "'");
  }

  @Test
  void theVerdictsGradeIsTheBadgesColour() {
    RunRecord amber =
        RunRecord.builder()
            .status(Status.DONE, "the target was reached")
            .verdict(
                new Verdict(
                    Verdict.Grade.AMBER,
                    "reached, but",
                    List.of("accuracy fell by 11.32 points", "the target was reached"),
                    List.of("--target macs=0.7")))
            .build();
    String page = HtmlReport.html(amber);
    assertTrue(page.contains("badge warn\">reached, but</span>\naccuracy fell by 11.32 points"));
    assertTrue(page.contains("Try --target macs=0.7<"));
    assertFalse(page.contains("badge good"));
  }

  /** Steps are judged on the gate's examples, on which the original is another figure. */
  @Test
  void stepsAreDrawnAgainstTheOriginalOnTheirOwnExamples() {
    String text = page(step(0, Double.NaN, 0.80), step(1, 0.7, 0.795));
    assertTrue(text.contains(">79.00 %<"), "allowed is one point below the gate's 80.00 %");
    assertFalse(text.contains(">90.73 %<"), "and not below the final examples'");
  }

  @Test
  void stepsThatCameToACutAgainAreNamedInALine() {
    StepRecord cut = step(1, 0.7, 0.795);
    String again = "came to a cut that had been tried";
    String text = page(step(0, Double.NaN, 0.80), cut, cut.again(2, 0.5, List.of("a way back")));
    assertTrue(text.contains("Trial 2 " + again), "in a line");
    assertFalse(text.contains("a way back"), "and in no row");
    assertFalse(page(step(0, Double.NaN, 0.80), cut).contains(again));
  }

  private static StepRecord step(int number, double before, double after) {
    return new StepRecord(
        number, 1, "accept", List.of(), 40_813_184, 1, before, after, List.of(), 1, 0);
  }

  private static String page(StepRecord... steps) {
    RunRecordBuilder builder =
        RunRecord.builder()
            .status(Status.DONE, "")
            .original(SampleRun.done().outcome().original())
            .drop(SampleRun.done().outcome().drop());
    Stream.of(steps).forEach(builder::step);
    return HtmlReport.html(builder.build());
  }
}
