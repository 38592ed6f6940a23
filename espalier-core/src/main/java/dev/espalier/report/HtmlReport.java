package dev.espalier.report;

import dev.espalier.record.RunRecord;
import dev.espalier.record.StudyRecord;
import dev.espalier.record.WholeFile;
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
    List<Section> sections = sections(record);
    return Page.html(
        VerdictHeader.title(record),
        VerdictHeader.of(record),
        sections,
        "Written by Espalier " + record.tool().version() + " from run.json");
  }

  private static List<Section> sections(RunRecord record) {
    return Stream.of(
            Stream.of(SizeSection.of(record), QualitySection.of(record)),
            study(record, s -> Stream.of(StudyReport.plan(s))),
            Stream.of(
                FrontSection.of(record),
                StepsSection.of(record),
                SearchSection.of(record),
                CutSection.of(record),
                KeptSection.of(record),
                LatencySection.of(record)),
            study(record, StudyReport::findings),
            Stream.of(
                ProofSection.data(record),
                ProofSection.certificate(record),
                ProofSection.origin(record),
                ProofSection.recipe(record)))
        .flatMap(Function.identity())
        .filter(Section::shown)
        .toList();
  }

  private static Stream<Section> study(
      RunRecord record, Function<StudyRecord, Stream<Section>> part) {
    StudyRecord study = record.study();
    return study == null ? Stream.empty() : part.apply(study);
  }
}
