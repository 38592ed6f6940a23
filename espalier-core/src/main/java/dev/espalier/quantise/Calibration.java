package dev.espalier.quantise;

import dev.espalier.catalogue.Named;

/** From the numbers that a value had on data to the range that its grid covers. */
public interface Calibration extends Named {
  /**
   * The range; numbers outside it become its ends.
   *
   * @param numbers that the value had
   * @return its ends
   */
  Range of(Histogram numbers);

  /**
   * From one number to another.
   *
   * @param low at most 0
   * @param high at least 0
   */
  record Range(double low, double high) {}
}
