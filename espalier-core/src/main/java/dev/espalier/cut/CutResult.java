package dev.espalier.cut;

import dev.espalier.record.CertificateRecord;
import dev.espalier.record.SearchRecord;
import dev.espalier.stage.Candidate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A model cut once, before tuning.
 *
 * @param candidate the cut model with its plan from the original
 * @param achieved ratio of the budget against the original
 * @param certificate of this cut
 * @param scores that decided, by group
 * @param shortfall why the budget could not be met; empty where it was
 * @param search that found the widths; null where an allocation did
 * @param notes what a person should know of how it was cut
 */
public record CutResult(
    Candidate candidate,
    double achieved,
    CertificateRecord certificate,
    Map<String, double[]> scores,
    String shortfall,
    @Nullable SearchRecord search,
    List<String> notes) {
  CutResult withAchieved(double measured) {
    return new CutResult(candidate, measured, certificate, scores, shortfall, search, notes);
  }

  CutResult withNotes(List<String> more) {
    List<String> all = new ArrayList<>(notes);
    all.addAll(more);
    return new CutResult(candidate, achieved, certificate, scores, shortfall, search, all);
  }

  CutResult withSearch(SearchRecord found) {
    return new CutResult(candidate, achieved, certificate, scores, shortfall, found, notes);
  }

  /** With what a measurement said. */
  CutResult timed(double measured, String missing) {
    return new CutResult(candidate, measured, certificate, scores, missing, search, notes);
  }
}
