package dev.espalier.report;

import dev.espalier.files.WholeFile;
import dev.espalier.record.RunRecord;
import dev.espalier.record.StudyRecord;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A run as one HTML file: a pure function of its record, without scripts and without anything from
 * elsewhere. Names from the model are escaped, and the page forbids itself to run or load anything.
 */
public final class HtmlReport {
  private HtmlReport() {}

  /**
   * Writes beside the file, then moves over it.
   *
   * @throws UncheckedIOException naming the file, when it cannot be written
   */
  public static void write(RunRecord record, Path file) {
    WholeFile.write(file, html(record));
  }

  /** The page; it is well-formed XML too. */
  public static String html(RunRecord record) {
    return Page.html(
        VerdictHeader.title(record),
        VerdictHeader.of(record),
        chapters(record),
        "Written by Espalier " + record.setup().tool().version() + " from run.json");
  }

  /**
   * The story: what changed and what that cost; then what was found, which settings follow, the
   * steps, and why to believe it.
   */
  private static List<Chapter> chapters(RunRecord record) {
    return Stream.of(
            Chapter.of(
                "What changed",
                "The original file against the result, on held-out examples that no decision was"
                    + " made on.",
                Stream.of(
                    SizeSection.of(record.outcome()),
                    LatencySection.of(record),
                    QualitySection.of(record),
                    AnswersSection.of(record),
                    MovedSection.of(record.behaviour()),
                    BoxesSection.of(record.behaviour()),
                    MasksSection.of(record.behaviour()))),
            Chapter.of(
                "Which way each input takes",
                "Where rows stop, what that saves, and what is guaranteed.",
                DynamicSections.of(record)),
            Chapter.of(
                "What was found",
                "Task, data, model and machine before anything was cut.",
                study(
                    record,
                    s -> Stream.concat(Stream.of(StudyReport.task(s)), StudyReport.findings(s)))),
            Chapter.of(
                "Settings and why",
                "What follows from the findings, setting by setting.",
                study(record, s -> Stream.of(StudyReport.plan(s)))),
            Chapter.of(
                "Steps",
                "Every trial and every step, and what the data said to each.",
                Stream.of(
                    SearchSection.of(record), StepsSection.of(record), FrontSection.of(record))),
            Chapter.of(
                "What was cut",
                "Where the units went, and where none could go.",
                Stream.of(CutSection.of(record.structure()), KeptSection.of(record.structure()))),
            Chapter.of(
                "Robustness",
                "How both hold out where inputs become worse, and whether they know how sure they"
                    + " are.",
                Stream.of(
                    RobustnessSection.harder(record),
                    RobustnessSection.calibration(record.behaviour()))),
            Chapter.of(
                "Proof",
                "What the figures rest on, and how to make them again.",
                Stream.of(
                    ProofSection.certificate(record.outcome()),
                    ProofSection.data(record.setup()),
                    ProofSection.origin(record.setup()),
                    ProofSection.recipe(record.setup()))))
        .filter(Chapter::shown)
        .toList();
  }

  private static Stream<Section> study(
      RunRecord record, Function<StudyRecord, Stream<Section>> part) {
    StudyRecord study = record.setup().study();
    return study == null ? Stream.empty() : part.apply(study);
  }
}
