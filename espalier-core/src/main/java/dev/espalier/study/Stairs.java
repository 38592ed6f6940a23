package dev.espalier.study;

import dev.espalier.record.ModelProfile.WidthCost;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * In which steps of channels time falls on this machine, by what was measured: runtimes compute
 * channels in blocks, and a width between two multiples of a block takes the time of the upper one.
 *
 * @param step channels from one stair to the next; 1 where time falls with each channel, or too
 *     little was measured to tell
 * @param height by how much of a stair the widths between its ends lie above its lower end, in the
 *     mean: 1 takes the time of the upper end, 0.5 would be a slope
 */
record Stairs(int step, double height) {
  private static final List<Integer> STEPS = List.of(16, 8);
  private static final int FEWEST = 3;
  private static final double HIGH = 0.75;

  private static final Stairs NONE = new Stairs(1, Double.NaN);

  /** The largest step that the groups' times show. */
  static Stairs of(List<WidthCost> costs) {
    for (int step : STEPS) {
      double above = 0;
      double stairs = 0;
      int seen = 0;
      for (WidthCost cost : costs) {
        Map<Integer, Double> micros = micros(cost);
        for (Map.Entry<Integer, Double> at : micros.entrySet()) {
          int width = at.getKey();
          Double low = micros.get(width / step * step);
          Double high = micros.get((width / step + 1) * step);
          if (width % step != 0 && low != null && high != null) {
            above += Math.max(0, at.getValue() - low);
            stairs += high - low;
            seen++;
          }
        }
      }
      if (seen >= FEWEST && stairs > 0 && above / stairs >= HIGH) {
        return new Stairs(step, above / stairs);
      }
    }
    return NONE;
  }

  private static Map<Integer, Double> micros(WidthCost cost) {
    Map<Integer, Double> micros = new TreeMap<>();
    for (int i = 0; i < cost.widths().size(); i++) {
      micros.put(cost.widths().get(i), cost.micros().get(i));
    }
    return micros;
  }
}
