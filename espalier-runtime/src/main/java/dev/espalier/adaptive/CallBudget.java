package dev.espalier.adaptive;

/** What a call of an {@link AdaptiveModel} may cost. */
public sealed interface CallBudget {
  /** Thresholds of the calibrated row, for which the guarantee holds. */
  record Calibrated() implements CallBudget {}

  /**
   * Thresholds of this effort.
   *
   * @param effort 0 stops at the first chance, 1 never stops early
   */
  record Effort(float effort) implements CallBudget {
    public Effort {
      if (!(effort >= 0 && effort <= 1)) {
        throw new IllegalArgumentException("effort goes from 0 to 1, not " + effort);
      }
    }
  }

  /**
   * Thresholds of the calibrated row, and rows stop earlier, the surest first, where going on is
   * predicted to end later than this after the call began. The first stage always runs.
   *
   * @param micros microseconds, above 0
   */
  record Micros(double micros) implements CallBudget {
    public Micros {
      if (!(micros >= 0)) {
        throw new IllegalArgumentException(
            "a time budget is 0 microseconds or more, not " + micros);
      }
    }
  }

  /** {@return what the run itself settled: the calibrated point} */
  static CallBudget calibrated() {
    return new Calibrated();
  }

  /**
   * This much of the way between stopping at the first chance and never stopping early.
   *
   * @param effort 0 to 1
   * @return the budget
   */
  static CallBudget effort(double effort) {
    return new Effort((float) effort);
  }

  /**
   * So much time for a whole call.
   *
   * @param micros microseconds, above 0
   * @return the budget
   */
  static CallBudget micros(double micros) {
    return new Micros(micros);
  }
}
