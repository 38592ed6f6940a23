package dev.espalier.allocation;

import dev.espalier.catalogue.Catalogue;
import java.util.ServiceLoader;

/**
 * All schedules: those here, and those of other jars. With r the final size and x the share of the
 * way: linear {@code 1 - (1-r)x}, cubic {@code r + (1-r)(1-x)³}, geometric {@code rˣ}.
 */
public final class Schedules {
  /** Those of the house, and behind them those of other jars. */
  public static final Catalogue<Schedule> CATALOGUE =
      Catalogue.open(
          "schedule",
          ServiceLoader.load(Schedule.class),
          new OneShot(),
          new CurvedSchedule(
              "linear",
              "equal shares of the original go at each step",
              "Common practice; the exponent 1 of Zhu and Gupta's curve",
              (r, x) -> 1 - (1 - r) * x),
          new CurvedSchedule(
              "cubic",
              "much goes at first, while there is plenty, and ever less towards the end",
              "Zhu and Gupta, To Prune, or Not to Prune: Exploring the Efficacy of Pruning, ICLR workshop 2018",
              (r, x) -> r + (1 - r) * Math.pow(1 - x, 3)),
          new CurvedSchedule(
              "geometric",
              "the same share of what is left goes at each step",
              "Frankle and Carbin, The Lottery Ticket Hypothesis, ICLR 2019 (iterative pruning at a fixed rate)",
              Math::pow));

  private Schedules() {}
}
