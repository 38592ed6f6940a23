package dev.espalier.recipe;

import java.util.List;

/**
 * In how many steps a model is cut, and what a trial consists of.
 *
 * @param kind {@code one-shot}, {@code linear}, {@code cubic} (Zhu and Gupta 2017) or {@code
 *     geometric}
 * @param steps how many cuts; 1 for one-shot
 * @param trials most trials of the search for the smallest model within a drop
 * @param feedback how a rejected trial is answered
 * @param stages of a trial, in order
 */
public record ScheduleSettings(
    String kind, int steps, int trials, FeedbackMode feedback, List<String> stages) {
  private static final String ONCE = "one-shot";

  /** Whether all is cut at once. */
  boolean once() {
    return kind.equals(ONCE);
  }

  /** What holds where a recipe says nothing. */
  static ScheduleSettings defaults() {
    return new ScheduleSettings(ONCE, 1, 8, FeedbackMode.AUTO, List.of("cut", "tune"));
  }
}
