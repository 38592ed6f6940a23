package dev.espalier.allocation;

import dev.espalier.coupling.Group;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * One group while widths are chosen: its units from best to worst, and the widths that the limits
 * allow.
 */
public final class Lane {
  private static final double LEAST_SHARE = 1e-6;

  /** Units that hold no more than this share of a group's scores together are no evidence. */
  private static final double NOTHING = 0.01;

  private final String name;
  private final double[] scores;
  private final int[] ranked;
  private final int[] widths;
  private final double[] losses;

  /** {@code scores} are normalised already. */
  Lane(Group group, double[] scores, Limits limits) {
    this.name = group.name();
    this.scores = scores;
    this.ranked = UnitChoice.ranked(scores);
    int floor = Math.min(limits.floors().getOrDefault(name, 0), counting());
    this.widths = Arrays.stream(UnitChoice.widths(group, limits)).filter(w -> w >= floor).toArray();
    this.losses = losses();
  }

  /** The fewest units beside which the others count next to nothing. */
  private int counting() {
    double total = Arrays.stream(scores).map(s -> Math.max(0, s)).sum();
    double rest = 0;
    int width = scores.length;
    while (width > 1 && rest + Math.max(0, score(width - 1)) <= NOTHING * total) {
      rest += Math.max(0, score(width - 1));
      width--;
    }
    return width;
  }

  private double[] losses() {
    double total = Arrays.stream(scores).sum();
    double[] lost = new double[scores.length + 1];
    double gone = 0;
    for (int width = scores.length - 1; width >= 0; width--) {
      gone += score(width);
      lost[width] = total > 0 ? -total * Math.log(Math.max(LEAST_SHARE, 1 - gone / total)) : gone;
    }
    return lost;
  }

  /** Makes the scores of a group comparable with those of others. */
  @FunctionalInterface
  public interface Scale {
    /**
     * Scores made comparable with those of other groups.
     *
     * @param group whose scores they are
     * @param scores of its units
     * @param normalise as the request says
     * @return a new array, one a unit
     */
    double[] apply(Group group, double[] scores, Normalisation normalise);
  }

  /**
   * {@return the groups that a request lets be cut, in the graph's order}
   *
   * @param request that names them
   * @param scale normalises the scores of one group
   */
  public static List<Lane> all(Allocation.Request request, Scale scale) {
    Limits limits = request.limits();
    List<Lane> lanes = new ArrayList<>();
    for (Group group : request.coupling().prunable()) {
      double[] scores = request.scores().get(group.name());
      if (scores != null && !limits.frozen().contains(group.name())) {
        double[] comparable = scale.apply(group, scores, limits.normalise());
        lanes.add(new Lane(group, comparable, limits));
      }
    }
    return lanes;
  }

  /**
   * {@return why a target cannot be met, and what to do: for {@link Allotment.Infeasible}}
   *
   * @param lanes that could be cut
   * @param least smallest ratio that they come to
   * @param target that was asked for
   */
  public static String shortfall(List<Lane> lanes, double least, double target) {
    if (lanes.isEmpty()) {
      return "no group of units may be cut here; see the barriers of espalier inspect, and cut.include and cut.exclude";
    }
    return String.format(
        Locale.ROOT,
        "the smallest model within the limits has %.3f of the original's size, the target is %.3f; raise the target or "
            + "cut.maxCut, lower cut.round, or let more groups be cut (cut.include, cut.exclude)",
        least,
        target);
  }

  /** {@return what the limits allow, ascending; the last is the whole group} */
  public int[] widths() {
    return widths.clone();
  }

  /**
   * {@return what is lost when {@code width} units stay: {@code -T ln(kept / T)} of a group whose
   * scores come to T} The first units that go count by their scores, later ones by more, since the
   * shares that layers let through multiply along the network.
   *
   * @param width units that stay, 1 to all
   */
  public double loss(int width) {
    return losses[width];
  }

  /** {@return name of the group} */
  public String name() {
    return name;
  }

  /**
   * How many units the whole group has.
   *
   * @return units of the group
   */
  public int units() {
    return scores.length;
  }

  /**
   * {@return the smallest allowed width that is not below {@code wanted}}
   *
   * @param wanted units, 1 to all
   */
  public int allowed(int wanted) {
    return Arrays.stream(widths).filter(w -> w >= wanted).findFirst().orElse(units());
  }

  /**
   * {@return the next allowed width; the same where the group is whole}
   *
   * @param width units, one of {@link #widths}
   */
  public int wider(int width) {
    return allowed(Math.min(width + 1, units()));
  }

  /**
   * {@return score of the {@code rank}-th best unit, counted from 0}
   *
   * @param rank 0 for the best
   */
  public double score(int rank) {
    return scores[ranked[rank]];
  }

  /**
   * {@return the best units, ascending by number}
   *
   * @param width how many of them
   */
  public int[] kept(int width) {
    return Arrays.stream(ranked).limit(width).sorted().toArray();
  }
}
