package dev.espalier.allocation;

import dev.espalier.catalogue.Named;
import dev.espalier.coupling.Coupling;
import dev.espalier.model.Tensor;
import java.util.Map;

/**
 * Decides how much of each group, or of each weight tensor, is kept.
 *
 * <p>Another jar adds one by a class with a constructor without parameters that it names in {@code
 * META-INF/services/dev.espalier.allocation.Allocation}; recipes ask for it by {@code
 * cut.allocation}. {@link Ladder#largest} and {@link Lane} spare it limits, rounding and the search
 * for the budget.
 */
public interface Allocation extends Named {
  /**
   * {@return the largest choice that this method finds within the budget and the limits; {@link
   * Allotment.Infeasible}, with what to do, where even the smallest is too large} Deterministic.
   * Asking a budget may be slow (a predicted latency): some hundred questions are well.
   *
   * @param request groups with their scores, the budget and the limits
   */
  Allotment choose(Request request);

  /**
   * {@return Float32 masks of zeros and ones by initializer, shaped like the weights, that keep
   * {@code density} of all weights together; for {@code cut.granularity: weights}} {@link Masks}
   * has two.
   *
   * @param weights with their scores, and how many may stay
   */
  Map<String, Tensor> masks(SingleWeights weights);

  /**
   * What {@link Allocation#choose} is given: groups with their scores, the budget and the limits.
   *
   * @param coupling which groups there are; those that are not prunable stay whole
   * @param scores importance of each unit by group name, higher is more important; groups without
   *     scores stay whole
   * @param budget what must be reached
   * @param limits what must not be passed
   */
  record Request(Coupling coupling, Map<String, double[]> scores, Budget budget, Limits limits) {}

  /**
   * What {@link Allocation#masks} is given: a score for each weight, and the share that stays.
   *
   * @param scores importance of each weight by initializer name, row-major
   * @param dims axes of the initializers
   * @param density share of the weights that stays, 0 to 1
   * @param normalise makes scores of different tensors comparable
   */
  record SingleWeights(
      Map<String, float[]> scores,
      Map<String, int[]> dims,
      double density,
      Normalisation normalise) {}
}
