package dev.espalier.record;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was tried on the way to the result.
 *
 * @param pace of all trainings; null where nothing was tuned
 * @param steps cuts or trials in order
 * @param searches for widths, in order; empty where allocations found them
 * @param front models from gentle to the chosen one, largest first; empty where none were asked for
 * @param control the cut architecture trained from random weights; null where not asked for
 */
public record RunCourse(
    @Nullable PaceRecord pace,
    List<StepRecord> steps,
    List<SearchRecord> searches,
    List<FrontRecord> front,
    @Nullable Figures control) {
  public RunCourse {
    steps = Copies.list(steps);
    searches = Copies.list(searches);
    front = Copies.list(front);
  }

  /** {@return the steps without the original's (step 0), which is there for comparison} */
  public List<StepRecord> cuts() {
    return steps.stream().filter(s -> s.step() > 0).toList();
  }

  /** {@return the steps that came to a cut of their own, and the original's} */
  public List<StepRecord> tried() {
    return steps.stream().filter(s -> s.repeats() == 0).toList();
  }

  /** {@return a sentence on the steps that came to the cuts of others; empty where none did} */
  public String repeated() {
    List<String> numbers =
        steps.stream().filter(s -> s.repeats() > 0).map(s -> Integer.toString(s.step())).toList();
    return switch (numbers.size()) {
      case 0 -> "";
      case 1 -> "trial " + numbers.get(0) + " came to a cut that had been tried";
      default -> "trials " + String.join(", ", numbers) + " came to cuts that had been tried";
    };
  }
}
