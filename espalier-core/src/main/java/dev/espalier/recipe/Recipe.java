package dev.espalier.recipe;

import dev.espalier.model.StatedInputs;
import java.util.List;

/**
 * Everything that decides a run beside model, data and machine. All defaults live in these records.
 *
 * @param goal what to reach and what may be lost
 * @param study whether what the user left open follows from a study of data and model
 * @param cut what is cut and how it is chosen
 * @param search how the widths of a cut are found, where not by the allocation
 * @param schedule in how many steps
 * @param tune how weights are trained
 * @param latency what a latency means
 * @param dynamic how a model is made to spend less on easy inputs
 * @param quant what is stored and computed in fewer bits
 * @param control what the result is compared with besides
 * @param seed of everything random
 * @param shapes of inputs that the file leaves open, each {@code NAME=SIZES}
 * @param fixed values of inputs that never change, each {@code NAME=VALUE}
 */
public record Recipe(
    GoalSettings goal,
    StudyMode study,
    CutSettings cut,
    SearchSettings search,
    ScheduleSettings schedule,
    TuneSettings tune,
    LatencySettings latency,
    DynamicSettings dynamic,
    QuantSettings quant,
    Control control,
    long seed,
    List<String> shapes,
    List<String> fixed) {
  public Recipe {
    shapes = List.copyOf(shapes);
    fixed = List.copyOf(fixed);
  }

  /** What stands where a person leaves a choice among named methods, or a number, to a run. */
  static final String AUTO = "auto";

  /** What stands where a person wants none of the named methods. */
  static final String NONE = "none";

  /** {@return what holds where a recipe says nothing} */
  public static Recipe defaults() {
    return new Recipe(
        GoalSettings.defaults(),
        StudyMode.AUTO,
        CutSettings.defaults(),
        SearchSettings.defaults(),
        ScheduleSettings.defaults(),
        TuneSettings.defaults(),
        LatencySettings.defaults(),
        DynamicSettings.defaults(),
        QuantSettings.defaults(),
        Control.NONE,
        1,
        List.of(),
        List.of());
  }

  /**
   * {@return the same with other settings of the cut}
   *
   * @param changed what stands in place of its own
   */
  public Recipe withCut(CutSettings changed) {
    return with(study, changed, tune, seed);
  }

  /**
   * {@return the same with other settings of the training}
   *
   * @param changed what stands in place of its own
   */
  public Recipe withTune(TuneSettings changed) {
    return with(study, cut, changed, seed);
  }

  /**
   * {@return the same with another seed}
   *
   * @param changed what stands in place of its own
   */
  public Recipe withSeed(long changed) {
    return with(study, cut, tune, changed);
  }

  /** {@return what is stated of inputs} */
  public StatedInputs inputs() {
    return new StatedInputs(shapes, fixed);
  }

  /**
   * {@return the same with other statements of inputs}
   *
   * @param changed what stands in place of its own
   */
  public Recipe withInputs(StatedInputs changed) {
    return new Recipe(
        goal,
        study,
        cut,
        search,
        schedule,
        tune,
        latency,
        dynamic,
        quant,
        control,
        seed,
        changed.shapes(),
        changed.fixed());
  }

  /** {@return the same in fewer bits: where no kind is named, all are tried} */
  public Recipe quantised() {
    return new Recipe(
        goal,
        study,
        cut,
        search,
        schedule,
        tune,
        latency,
        dynamic,
        quant.opened(),
        control,
        seed,
        shapes,
        fixed);
  }

  /** {@return the same, to be followed as it is: what a study plans is in it already} */
  public Recipe studied() {
    return with(StudyMode.NONE, cut, tune, seed);
  }

  private Recipe with(StudyMode newStudy, CutSettings newCut, TuneSettings newTune, long newSeed) {
    return new Recipe(
        goal, newStudy, newCut, search, schedule, newTune, latency, dynamic, quant, control,
        newSeed, shapes, fixed);
  }
}
