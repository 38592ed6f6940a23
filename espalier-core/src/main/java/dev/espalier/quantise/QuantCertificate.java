package dev.espalier.quantise;

import dev.espalier.model.Model;
import dev.espalier.model.ModelFormatException;
import dev.espalier.model.Tensor;
import dev.espalier.ort.Session;
import dev.espalier.ort.SessionOptions;
import dev.espalier.record.CertificateRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Proof that a quantised model computes what its plan says: in ONNX Runtime, as it will be run,
 * with kernels of integers, and as the file reads, node by node. At least 99.9 % of what it answers
 * lies within one step of the float model that rounds likewise ({@link Simulated}).
 *
 * <p>Integer kernels sum exactly, floats do not; so a number at the middle between two steps may
 * fall to the other side; by how much that alone moves an output is measured and added, three times
 * where kernels of integers run. A step is that of an output's grid, or a 255th of its range.
 */
public final class QuantCertificate {
  /** Share of the answers that may lie further off. */
  public static final double OUTSIDE = 1e-3;

  private static final int STEPS = 255;

  /** A whole step in floats. */
  private static final double TOLERANCE = 1e-3;

  /** How near to the middle between two steps, in steps, floats may end on either side. */
  private static final float NUDGE = 0.01f;

  /**
   * How many times further than that kernels of integers may move an output: they fall to other
   * sides in every layer, and layers lie behind one another.
   */
  private static final int FUSED = 3;

  private QuantCertificate() {}

  /**
   * Compares both on each of the inputs.
   *
   * @param model that was quantised
   * @param plan how
   * @param quantised what came of it
   * @param feeds inputs by name, seeded or real
   * @return whether it holds, with the largest difference
   */
  public static CertificateRecord check(
      Model model, QuantPlan plan, Model quantised, List<Map<String, Tensor>> feeds) {
    return check(nudge -> Simulated.nudged(model, plan, nudge), plan, quantised, feeds);
  }

  /**
   * Compares a file that multiplies integers with the floats that it stands for, whose layers round
   * what they read likewise.
   */
  static CertificateRecord rounding(
      FloatsOfIntegers restored, Model file, List<Map<String, Tensor>> feeds) {
    return check(nudge -> Simulated.rounding(restored, nudge), QuantPlan.NONE, file, feeds);
  }

  private static CertificateRecord check(
      Simulation simulation, QuantPlan plan, Model quantised, List<Map<String, Tensor>> feeds) {
    Off worst = new Off("", 0, 0, 0);
    try (Reference wanted = new Reference(simulation, plan);
        Session fused = Session.open(quantised, SessionOptions.threads(1));
        Session literal = Session.open(quantised, SessionOptions.literal(1))) {
      for (Map<String, Tensor> feed : feeds) {
        Map<String, Tensor> run = fused.run(feed);
        Map<String, Tensor> read = literal.run(feed);
        for (Wanted one : wanted.run(feed)) {
          Tensor computed = Objects.requireNonNull(run.get(one.output));
          worst = worst.and(Off.of(one, computed, FUSED * one.apart));
          worst = worst.and(Off.of(one, Objects.requireNonNull(read.get(one.output)), one.apart));
        }
      }
    } catch (ModelFormatException e) {
      String message = "the quantised model does not run: " + e.getMessage();
      return new CertificateRecord(false, Double.NaN, Double.NaN, 1.0 / STEPS, 0, message);
    }
    boolean holds = worst.share <= OUTSIDE;
    String message =
        holds
            ? "the quantised model equals the float one that rounds likewise"
            : String.format(
                Locale.ROOT,
                "%.1f %% of the output %s lies more than a step from the float model that rounds likewise",
                100 * worst.share,
                worst.output);
    return new CertificateRecord(holds, worst.most, worst.steps / STEPS, 1.0 / STEPS, 0, message);
  }

  /** The float model that rounds likewise. */
  private interface Simulation {
    /** With values moved by so much of a step before they are rounded. */
    Model nudged(float nudge);
  }

  /**
   * What an output must be.
   *
   * @param output its name
   * @param dims its sizes
   * @param numbers that are right
   * @param step how far off they may be
   * @param apart how far values near the middle between two steps move them
   */
  private record Wanted(String output, int[] dims, double[] numbers, double step, double apart) {}

  /** The float model that rounds likewise, and the same with values moved before they are. */
  private static final class Reference implements AutoCloseable {
    private final QuantPlan plan;
    private final Session exact;
    private final Session up;
    private final Session down;

    Reference(Simulation simulation, QuantPlan plan) {
      this.plan = plan;
      this.exact = Session.open(simulation.nudged(0), SessionOptions.literal(1));
      this.up = Session.open(simulation.nudged(NUDGE), SessionOptions.literal(1));
      this.down = Session.open(simulation.nudged(-NUDGE), SessionOptions.literal(1));
    }

    List<Wanted> run(Map<String, Tensor> feed) {
      Map<String, Tensor> high = up.run(feed);
      Map<String, Tensor> low = down.run(feed);
      List<Wanted> wanted = new ArrayList<>();
      exact
          .run(feed)
          .forEach(
              (output, numbers) -> {
                if (numbers.type().floating()) {
                  double[] right = numbers.doubles();
                  double apart =
                      Math.max(
                          apart(right, numbers(high, output)), apart(right, numbers(low, output)));
                  wanted.add(new Wanted(output, numbers.dims(), right, step(output, right), apart));
                }
              });
      return wanted;
    }

    private double step(String output, double[] numbers) {
      Grid grid = plan.values().get(output);
      double low = Math.min(0, Arrays.stream(numbers).min().orElse(0));
      double high = Math.max(0, Arrays.stream(numbers).max().orElse(0));
      return Math.max(Float.MIN_NORMAL, grid == null ? (high - low) / STEPS : grid.scale());
    }

    private static double[] numbers(Map<String, Tensor> answers, String output) {
      return Objects.requireNonNull(answers.get(output)).doubles();
    }

    /** The largest difference. */
    private static double apart(double[] a, double[] b) {
      return IntStream.range(0, a.length).mapToDouble(i -> Math.abs(a[i] - b[i])).max().orElse(0);
    }

    @Override
    public void close() {
      exact.close();
      up.close();
      down.close();
    }
  }

  /**
   * How far an output is off.
   *
   * @param output the one that is furthest off
   * @param most largest difference
   * @param steps the same in steps
   * @param share of its numbers that are off by more than one step
   */
  private record Off(String output, double most, double steps, double share) {
    static Off of(Wanted wanted, Tensor given, double apart) {
      if (!Arrays.equals(wanted.dims, given.dims())) {
        return new Off(wanted.output, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, 1);
      }
      double[] found = given.doubles();
      double most = 0;
      int outside = 0;
      for (int i = 0; i < found.length; i++) {
        double difference = Math.abs(found[i] - wanted.numbers[i]);
        difference = Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference;
        most = Math.max(most, difference);
        outside += difference > wanted.step * (1 + TOLERANCE) + apart ? 1 : 0;
      }
      double share = found.length == 0 ? 0 : (double) outside / found.length;
      return new Off(wanted.output, most, most / wanted.step, share);
    }

    Off and(Off other) {
      return new Off(
          other.share > share ? other.output : output,
          Math.max(most, other.most),
          Math.max(steps, other.steps),
          Math.max(share, other.share));
    }
  }
}
