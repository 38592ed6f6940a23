package dev.espalier.cli;

import dev.espalier.record.RunRecord;
import dev.espalier.record.StepRecord;
import java.util.List;
import java.util.Locale;

/**
 * How the trials of a run went, as a table, with what was decided and why below it; those that came
 * to a cut that had been tried are only named.
 */
final class StepText {
  private StepText() {}

  static String of(RunRecord record) {
    TextTable table = TextTable.of("trial", "MACs", "after the cut", "after tuning", "epochs", "");
    StringBuilder reasons = new StringBuilder();
    for (StepRecord step : record.course().tried()) {
      table.row(
          step.step() == 0 ? "original" : step.step(),
          share(record, step),
          Show.metric(step.metricBeforeTuning()),
          Show.metric(step.metricAfterTuning()),
          step.epochs().size(),
          step.decision());
      reasons(step).forEach(r -> line(reasons, step, r));
    }
    String repeated = record.course().repeated();
    return table.toString()
        + reasons
        + (repeated.isEmpty() ? "" : repeated + System.lineSeparator());
  }

  /** Those of the original say nothing that the table does not. */
  private static List<String> reasons(StepRecord step) {
    return step.step() == 0 ? List.of() : step.reasons();
  }

  private static void line(StringBuilder text, StepRecord step, String reason) {
    text.append("trial ")
        .append(step.step())
        .append(": ")
        .append(reason)
        .append(System.lineSeparator());
  }

  private static String share(RunRecord record, StepRecord step) {
    long whole = PruneCommand.require(record.outcome().original()).macs();
    return whole == 0 ? "–" : String.format(Locale.ROOT, "%.3f", (double) step.macs() / whole);
  }
}
