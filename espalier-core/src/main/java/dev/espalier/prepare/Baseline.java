package dev.espalier.prepare;

import dev.espalier.model.Model;
import dev.espalier.op.OpRules;
import dev.espalier.plan.Cost;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * What the original costs; ratios are against it.
 *
 * @param parameters weights of the prepared model, by which cuts are planned
 * @param macs for one record
 * @param file what it takes in its file
 * @param memory at its peak, for one record
 * @param finished a model as it is written in the end
 */
public record Baseline(
    long parameters, long macs, Written file, long memory, UnaryOperator<Model> finished) {
  /**
   * Computes what the original costs: parameters, MACs, bytes and memory.
   *
   * @param prepared the original, ready to be cut
   * @param bytes of the original's file
   * @param finished makes of a cut model what is written to the file
   * @return what sizes of results are compared with
   */
  public static Baseline of(Prepared prepared, long bytes, UnaryOperator<Model> finished) {
    Cost cost = new Cost(prepared.coupling(), OpRules.standard());
    return new Baseline(
        cost.parameters(Map.of()),
        cost.macs(),
        new Written(Written.parameters(prepared.original()), bytes),
        cost.memory(Map.of()),
        finished);
  }

  /**
   * {@return bytes that a model takes as it is written, of the original's}
   *
   * @param model any model
   */
  public double bytes(Model model) {
    return (double) Written.of(finished.apply(model)).bytes() / file.bytes();
  }

  /**
   * {@return parameters that a model has as it is written, of the original's}
   *
   * @param model any model
   */
  public double parameters(Model model) {
    return (double) Written.parameters(finished.apply(model)) / file.parameters();
  }
}
