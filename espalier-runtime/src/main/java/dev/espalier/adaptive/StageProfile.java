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
public record StageProfile(double macs, SortedMap<Integer, Double> microsByRows) {
  public StageProfile {
    microsByRows = Collections.unmodifiableSortedMap(new TreeMap<>(microsByRows));
  }

  /**
   * Nothing was measured.
   *
   * @param macs for one record
   * @return a profile without times
   */
  public static StageProfile ofMacs(double macs) {
    return new StageProfile(macs, new TreeMap<>());
  }
}
