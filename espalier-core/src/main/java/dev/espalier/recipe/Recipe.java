package dev.espalier.recipe;

import dev.espalier.model.StatedInputs;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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
    Goal goal,
    StudyMode study,
    Cut cut,
    Search search,
    Schedule schedule,
    TuneSettings tune,
    Latency latency,
    Dynamic dynamic,
    Quant quant,
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

  private static final String ONCE = "one-shot";

  /** What stands where a person wants none of the named methods. */
  private static final String NONE = "none";

  /**
   * @param target the leading one; {@link Target#NONE} where a size is not asked for
   * @param measure what is to shrink where no target is named
   * @param ratio the size of what shrinks against the original's, 0 to 1
   * @param also further targets, as {@link Aim#parse} reads them
   * @param maxDrop largest loss of the metric (0.01 is one point; relative for errors); null for no
   *     gate
   * @param loss whether the allowed loss gives way to the targets
   * @param confidence the interval's level that must hold; null lets the estimate decide
   * @param metric what a drop is measured in; {@code auto} takes the data's
   * @param front how many models from gentle to the chosen one are made besides; 0 for none
   * @param minutes about how long a study lets a search for the smallest model within a loss take
   */
  public record Goal(
      Target target,
      Target measure,
      double ratio,
      List<String> also,
      @Nullable Double maxDrop,
      AllowedLoss loss,
      @Nullable Double confidence,
      String metric,
      int front,
      int minutes) {
    public Goal {
      also = List.copyOf(also);
    }

    /**
     * {@return whether a loss above {@link #maxDrop} is accepted where the targets leave no other
     * way}
     */
    public boolean yields() {
      return loss == AllowedLoss.SOFT;
    }

    /** {@return all targets, the leading one first; empty where none is named} */
    public List<Aim> aims() {
      return target == Target.NONE
          ? List.of()
          : Stream.concat(Stream.of(new Aim(target, ratio, true)), also.stream().map(Aim::parse))
              .toList();
    }

    /** {@return the leading target, or what shrinks where none is named} */
    public Target led() {
      return target == Target.NONE ? measure : target;
    }

    /**
     * {@return whether this is one of the targets, or what shrinks where none is named}
     *
     * @param what a target
     */
    public boolean aimsAt(Target what) {
      return led() == what || aims().stream().anyMatch(a -> a.what() == what);
    }

    /**
     * {@return the same with a loss that is allowed}
     *
     * @param drop largest loss of the metric
     */
    public Goal allowing(double drop) {
      return new Goal(target, measure, ratio, also, drop, loss, confidence, metric, front, minutes);
    }

    /** {@return whether the smallest model within a loss is searched for} */
    public boolean searches() {
      return target == Target.NONE && maxDrop != null;
    }
  }

  /**
   * @param criterion a name from {@code espalier methods}; {@code auto} is fluctuation with data,
   *     l2 without (l1 for single weights)
   * @param granularity what goes
   * @param heads what a unit is where Reshape factors an axis
   * @param allocation {@code global}, {@code uniform} or {@code staircase}; {@code auto} is
   *     staircase for a latency target, global otherwise
   * @param normalise how scores of different groups are made comparable
   * @param maxCut largest share of one group's units that may go
   * @param floor share of one group's units that stays, unless the others count next to nothing or
   *     a size cannot be met otherwise
   * @param round kept widths are multiples of this many channels; in groups of fewer than two such
   *     widths, and below it, of its halves; {@code auto} is measured: what the kernels of this
   *     machine compute in blocks
   * @param fold constant that a cut unit leaves with its consumers
   * @param samples examples that evidence is gathered on
   * @param include patterns of group or node names that may be cut; empty for all
   * @param exclude patterns of group or node names that stay whole
   */
  public record Cut(
      String criterion,
      Granularity granularity,
      Heads heads,
      String allocation,
      Normalise normalise,
      double maxCut,
      double floor,
      String round,
      FoldMode fold,
      int samples,
      List<String> include,
      List<String> exclude) {
    /** {@return whether {@code round} is still to be measured} */
    public boolean unrounded() {
      return round.equals(AUTO);
    }

    /** {@return {@code round} as a number; 1 as long as it is still to be measured} */
    public int step() {
      return unrounded() ? 1 : Integer.parseInt(round);
    }

    /** {@return whether it is open how units are scored} */
    public boolean openCriterion() {
      return criterion.equals(AUTO);
    }

    /** {@return whether it is open how much goes where} */
    public boolean openAllocation() {
      return allocation.equals(AUTO);
    }

    /**
     * {@return the same with {@link #round} settled}
     *
     * @param step in channels
     */
    public Cut withStep(int step) {
      return with(criterion, allocation, Integer.toString(step));
    }

    /**
     * {@return the same by other named methods}
     *
     * @param otherCriterion name of the criterion
     * @param otherAllocation name of the allocation
     */
    public Cut withMethods(String otherCriterion, String otherAllocation) {
      return with(otherCriterion, otherAllocation, round);
    }

    private Cut with(String otherCriterion, String otherAllocation, String otherRound) {
      return new Cut(
          otherCriterion,
          granularity,
          heads,
          otherAllocation,
          normalise,
          maxCut,
          floor,
          otherRound,
          fold,
          samples,
          include,
          exclude);
    }
  }

  /**
   * @param policy {@code none} (the allocation decides), or a name from {@code espalier methods}
   * @param trials most points that a search tries for one cut
   * @param examples that each trial is scored on
   * @param screen updates of tuning after which ways to meet a latency (by units, by residual
   *     blocks, by both) are compared on those examples; 0 compares nothing: {@code
   *     cut.granularity} and {@code cut.allocation} say how
   * @param parallel trials made at a time, of widths and of whole cuts with their tuning
   */
  public record Search(String policy, int trials, int examples, int screen, int parallel) {
    /** {@return whether widths are searched for, and the allocation does not decide} */
    public boolean wanted() {
      return !policy.equals(NONE);
    }
  }

  /**
   * @param kind {@code one-shot}, {@code linear}, {@code cubic} (Zhu and Gupta 2017) or {@code
   *     geometric}
   * @param steps how many cuts; 1 for one-shot
   * @param trials most trials of the search for the smallest model within a drop
   * @param feedback how a rejected trial is answered
   * @param stages of a trial, in order
   */
  public record Schedule(
      String kind, int steps, int trials, FeedbackMode feedback, List<String> stages) {
    /** Whether all is cut at once. */
    boolean once() {
      return kind.equals(ONCE);
    }
  }

  /**
   * @param batch records a call
   * @param threads of the runtime
   * @param runs timed calls of each model
   * @param largeBatch the second batch size that is reported
   */
  public record Latency(int batch, int threads, int runs, int largeBatch) {}

  /**
   * @param kind which forms are tried
   * @param calibration how ranges of values are found: {@code auto} (the one that loses least) or a
   *     name from {@code espalier methods}
   * @param samples examples that ranges are found on
   */
  public record Quant(QuantKind kind, String calibration, int samples) {
    /** {@return whether anything is to be stored in fewer bits} */
    public boolean wanted() {
      return kind != QuantKind.NONE;
    }

    /** {@return whether the way of finding ranges is open} */
    public boolean openCalibration() {
      return calibration.equals(AUTO);
    }
  }

  /**
   * @param members shares of the original's cost at which nested variants are made; empty for none
   * @param exits places in the original at which rows may be answered early, at most; 0 for none
   * @param gates shares of the original's cost at which models that skip blocks are made; none for
   *     none
   * @param tokens shares of tokens with which models go on behind their first attention; none for
   *     none
   * @param head largest cost of an exit's own layers, as a share of the original's MACs
   * @param signal by which a stage is judged sure: {@code auto} (the one that saves most) or a name
   *     from {@code espalier methods}
   * @param mix whether answers may take in those of the stages before
   * @param delta probability with which a guaranteed loss may be exceeded
   * @param guarantee what the calibrated point rests on
   * @param margin of estimates, in paired standard errors
   * @param alone whether one member that answers all may be the result
   */
  public record Dynamic(
      List<String> members,
      int exits,
      List<String> gates,
      List<String> tokens,
      double head,
      String signal,
      MixMode mix,
      double delta,
      GuaranteeMode guarantee,
      double margin,
      AloneMode alone) {
    public Dynamic {
      members = List.copyOf(members);
      gates = List.copyOf(gates);
      tokens = List.copyOf(tokens);
    }

    /**
     * {@return whether an entry of these lists is no share but {@code auto} or {@code none}}
     *
     * @param entry of a list of shares
     */
    public static boolean word(String entry) {
      return entry.equals(AUTO) || entry.equals(NONE);
    }

    /** {@return whether the smallest static model within the allowed loss is to be a member} */
    public boolean openMembers() {
      return members.contains(AUTO);
    }

    /** {@return whether it is open by which signal a stage is judged sure} */
    public boolean openSignal() {
      return signal.equals(AUTO);
    }
  }

  /** {@return what holds where a recipe says nothing} */
  public static Recipe defaults() {
    return new Recipe(
        new Goal(
            Target.NONE, Target.MACS, 0.5, List.of(), null, AllowedLoss.HARD, null, AUTO, 0, 40),
        StudyMode.AUTO,
        new Cut(
            AUTO,
            Granularity.UNITS,
            Heads.BLOCKS,
            AUTO,
            Normalise.AUTO,
            0.95,
            0.25,
            AUTO,
            FoldMode.AUTO,
            1024,
            List.of(),
            List.of()),
        new Search(NONE, 100, 1000, 0, 1),
        new Schedule(ONCE, 1, 8, FeedbackMode.AUTO, List.of("cut", "tune")),
        TuneSettings.defaults(),
        new Latency(1, 1, 200, 64),
        new Dynamic(
            List.of(AUTO),
            2,
            List.of(NONE),
            List.of(NONE),
            0.02,
            AUTO,
            MixMode.AUTO,
            0.05,
            GuaranteeMode.AUTO,
            0,
            AloneMode.AUTO),
        new Quant(QuantKind.NONE, AUTO, 512),
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
  public Recipe withCut(Cut changed) {
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
    Quant open =
        quant.wanted() ? quant : new Quant(QuantKind.AUTO, quant.calibration, quant.samples);
    return new Recipe(
        goal, study, cut, search, schedule, tune, latency, dynamic, open, control, seed, shapes,
        fixed);
  }

  /** {@return the same, to be followed as it is: what a study plans is in it already} */
  public Recipe studied() {
    return with(StudyMode.NONE, cut, tune, seed);
  }

  private Recipe with(StudyMode newStudy, Cut newCut, TuneSettings newTune, long newSeed) {
    return new Recipe(
        goal, newStudy, newCut, search, schedule, newTune, latency, dynamic, quant, control,
        newSeed, shapes, fixed);
  }
}
