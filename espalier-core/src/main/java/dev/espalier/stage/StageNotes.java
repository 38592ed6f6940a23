package dev.espalier.stage;

import dev.espalier.model.Model;
import dev.espalier.record.SearchRecord;
import dev.espalier.record.StepRecord.EpochRecord;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a stage tells of its work, for the record of the run.
 *
 * @param reasons for a person
 * @param achieved share of the original's size that was reached, in the measure of the leading
 *     target; NaN where the size stayed
 * @param shortfall why a target could not be met; empty where it was
 * @param search that found the widths; null without one
 * @param epochs of a training
 * @param folds the models that a training would have kept without each fold of a small gate; else
 *     empty
 */
public record StageNotes(
    List<String> reasons,
    double achieved,
    String shortfall,
    @Nullable SearchRecord search,
    List<EpochRecord> epochs,
    List<Model> folds) {
  /** Nothing to tell. */
  public static final StageNotes NONE =
      new StageNotes(List.of(), Double.NaN, "", null, List.of(), List.of());

  public StageNotes {
    reasons = List.copyOf(reasons);
    epochs = List.copyOf(epochs);
    folds = List.copyOf(folds);
  }

  /**
   * {@return notes that hold sentences for a person alone}
   *
   * @param reasons one sentence each
   */
  public static StageNotes of(List<String> reasons) {
    return new StageNotes(reasons, Double.NaN, "", null, List.of(), List.of());
  }

  /**
   * {@return these, and those of the stage that came after; its figures stand where it has some}
   *
   * @param next notes of the stage that came after
   */
  public StageNotes then(StageNotes next) {
    List<String> all = new ArrayList<>(reasons);
    all.addAll(next.reasons);
    return new StageNotes(
        all,
        Double.isNaN(next.achieved) ? achieved : next.achieved,
        next.shortfall.isEmpty() ? shortfall : next.shortfall,
        next.search == null ? search : next.search,
        next.epochs.isEmpty() ? epochs : next.epochs,
        next.folds.isEmpty() ? folds : next.folds);
  }
}
