package dev.espalier.cli;

import dev.espalier.job.RunFolder;
import dev.espalier.record.RunRecord;
import dev.espalier.record.StudyRecord;
import java.nio.file.Path;

/**
 * What a pruning run prints at its end: the verdict first, what rests on it, then how it came about
 * and where the files are.
 */
final class RunText {
  private static final String LINE = System.lineSeparator();

  private RunText() {}

  /**
   * @param folder of the results
   */
  static String of(RunRecord record, Path folder) {
    StringBuilder text = new StringBuilder(RunTable.verdict(record)).append(LINE).append(LINE);
    text.append(RunTable.of(record)).append(RunTable.grounds(record));
    if (!record.course().front().isEmpty()) {
      text.append(LINE).append(FrontTable.of(record));
    }
    if (!record.course().cuts().isEmpty()) {
      text.append(LINE).append(StepText.of(record));
    }
    StudyRecord study = record.setup().study();
    if (study != null) {
      text.append(LINE).append(StudyText.plan(study));
    }
    text.append(LINE).append("model  ").append(folder.resolve(RunFolder.MODEL));
    text.append(LINE).append("report ").append(folder.resolve(RunFolder.REPORT));
    return text.append(LINE).toString();
  }
}
