package dev.espalier.adaptive;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a stage costs.
 *
 * @param macs multiplications and additions of one row, its carried inputs given
 * @param microsByRows measured time of a call by number of rows; empty where nobody measured
 */
public record StageCost(double macs, SortedMap<Integer, Double> microsByRows) {
  public StageCost {
    microsByRows = Collections.unmodifiableSortedMap(new TreeMap<>(microsByRows));
  }

  /** Nothing was measured. */
  public static StageCost ofMacs(double macs) {
    return new StageCost(macs, new TreeMap<>());
  }
}
