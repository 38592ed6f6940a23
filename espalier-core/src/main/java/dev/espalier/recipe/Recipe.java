package dev.espalier.recipe;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Everything that decides a run beside model, data and machine. All defaults live in these records.
 *
 * @param goal what to reach and what may be lost
 * @param study {@code auto}: with data, the task, the data and the model are studied first, and
 *     what the user left open follows from what was found; {@code none}: it keeps its defaults
 * @param cut what is cut and how it is chosen
 * @param search how the widths of a cut are found, where not by the allocation
 * @param schedule in how many steps
 * @param tune how weights are trained
 * @param latency what a latency means
 * @param dynamic how a model is made to spend less on easy inputs
 * @param control {@code none}, or {@code from-scratch}: also train the cut architecture from random
 *     weights
 * @param seed of everything random
 */
public record Recipe(
    Goal goal,
    String study,
    Cut cut,
    Search search,
    Schedule schedule,
    TuneSettings tune,
    Latency latency,
    Dynamic dynamic,
    String control,
    long seed) {

  /**
   * @param target {@code none}, or the leading one of {@link Aim#KINDS}
   * @param measure what is to shrink where no target is named: one of {@link Aim#KINDS}
   * @param ratio the size of what shrinks against the original's, 0 to 1
   * @param also further targets, as {@link Aim#parse} reads them
   * @param maxDrop largest loss of the metric (0.01 is one point; relative for errors); null for no
   *     gate
   * @param loss whether the allowed loss is {@code hard}, or {@code soft}: gives way to the targets
   * @param confidence the interval's level that must hold; null lets the estimate decide
   * @param metric what a drop is measured in; {@code auto} takes the data's
   * @param front how many models from gentle to the chosen one are made besides; 0 for none
   * @param minutes about how long a study lets a search for the smallest model within a loss take
   */
  public record Goal(
      String target,
      String measure,
      double ratio,
      List<String> also,
      @Nullable Double maxDrop,
      String loss,
      @Nullable Double confidence,
      String metric,
      int front,
      int minutes) {
    public Goal {
      also = List.copyOf(also);
    }

    /** Whether a loss above {@link #maxDrop} is accepted where the targets leave no other way. */
    public boolean yields() {
      return loss.equals("soft");
    }

    /** All targets, the leading one first; empty where none is named. */
    public List<Aim> aims() {
      return target.equals("none")
          ? List.of()
          : Stream.concat(Stream.of(new Aim(target, ratio, true)), also.stream().map(Aim::parse))
              .toList();
    }

    /** The leading target, or what shrinks where none is named. */
    public String led() {
      return target.equals("none") ? measure : target;
    }

    /** Whether this is one of the targets, or what shrinks where none is named. */
    public boolean aimsAt(String what) {
      return led().equals(what) || aims().stream().anyMatch(a -> a.what().equals(what));
    }

    /** Whether the smallest model within a loss is searched for. */
    public boolean searches() {
      return target.equals("none") && maxDrop != null;
    }
  }

  /**
   * @param criterion a name from {@code espalier methods}; {@code auto} is fluctuation with data,
   *     l2 without (l1 for single weights)
   * @param granularity {@code units} (coupled units go), {@code weights} (single weights become
   *     zero), {@code blocks} (whole residual blocks go) or {@code units+blocks}
   * @param heads where Reshape factors an axis: {@code blocks} (whole heads) or {@code positions}
   *     (the same position of each head)
   * @param allocation {@code global}, {@code uniform} or {@code staircase}; {@code auto} is
   *     staircase for a latency target, global otherwise
   * @param normalise how scores of different groups are made comparable: {@code none}, {@code
   *     mean}, {@code max}, {@code sum} or {@code cost}; {@code auto} is cost for criteria that
   *     read data, mean for others
   * @param maxCut largest share of one group's units that may go
   * @param floor share of one group's units that stays, unless the others count next to nothing or
   *     a size cannot be met otherwise
   * @param round kept widths are multiples of this many channels; in groups of fewer than two such
   *     widths, and below it, of its halves; {@code auto} is measured: what the kernels of this
   *     machine compute in blocks
   * @param fold constant that a cut unit leaves with its consumers: {@code mean} (its mean output
   *     on data), {@code bias} (its output without its inputs) or {@code none}; {@code auto} is
   *     mean with data, bias without
   * @param samples examples that evidence is gathered on
   * @param include patterns of group or node names that may be cut; empty for all
   * @param exclude patterns of group or node names that stay whole
   */
  public record Cut(
      String criterion,
      String granularity,
      String heads,
      String allocation,
      String normalise,
      double maxCut,
      double floor,
      String round,
      String fold,
      int samples,
      List<String> include,
      List<String> exclude) {
    /** Whether {@code round} is still to be measured. */
    public boolean unrounded() {
      return round.equals("auto");
    }

    /** {@code round} as a number; 1 as long as it is still to be measured. */
    public int step() {
      return unrounded() ? 1 : Integer.parseInt(round);
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
  public record Search(String policy, int trials, int examples, int screen, int parallel) {}

  /**
   * @param kind {@code one-shot}, {@code linear}, {@code cubic} (Zhu and Gupta 2017) or {@code
   *     geometric}
   * @param steps how many cuts; 1 for one-shot
   * @param trials most trials of the search for the smallest model within a drop
   * @param feedback {@code auto}: a rejected trial is answered by longer tuning, then by another
   *     method, then by another ratio; {@code none}: by another ratio alone
   * @param stages of a trial, in order
   */
  public record Schedule(
      String kind, int steps, int trials, String feedback, List<String> stages) {}

  /**
   * @param batch records a call
   * @param threads of the runtime
   * @param runs timed calls of each model
   * @param largeBatch the second batch size that is reported
   */
  public record Latency(int batch, int threads, int runs, int largeBatch) {}

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
   * @param mix {@code auto}, or {@code none} for stages that always answer for themselves
   * @param delta probability with which a guaranteed loss may be exceeded
   * @param guarantee {@code proof}, {@code estimate} where examples are too few to prove a loss, or
   *     {@code auto}: a proof where it costs no time against the best static model
   * @param margin of estimates, in paired standard errors
   * @param alone {@code auto} where one member may be the result, {@code none} for a chain always
   */
  public record Dynamic(
      List<String> members,
      int exits,
      List<String> gates,
      List<String> tokens,
      double head,
      String signal,
      String mix,
      double delta,
      String guarantee,
      double margin,
      String alone) {
    public Dynamic {
      members = List.copyOf(members);
      gates = List.copyOf(gates);
      tokens = List.copyOf(tokens);
    }
  }

  public static Recipe defaults() {
    return new Recipe(
        new Goal("none", "macs", 0.5, List.of(), null, "hard", null, "auto", 0, 40),
        "auto",
        new Cut(
            "auto", "units", "blocks", "auto", "auto", 0.95, 0.25, "auto", "auto", 1024, List.of(),
            List.of()),
        new Search("none", 100, 1000, 0, 1),
        new Schedule("one-shot", 1, 8, "auto", List.of("cut", "tune")),
        TuneSettings.defaults(),
        new Latency(1, 1, 200, 64),
        new Dynamic(
            List.of("auto"),
            2,
            List.of("none"),
            List.of("none"),
            0.02,
            "auto",
            "auto",
            0.05,
            "auto",
            0,
            "auto"),
        "none",
        1);
  }
}
