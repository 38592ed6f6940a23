package dev.espalier.criterion;

import dev.espalier.coupling.Coupling;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What criteria may read.
 *
 * @param model whose weights count; the same structure as the coupling's model
 * @param coupling its groups
 * @param gradients null unless gathered
 * @param activations null unless gathered
 * @param ablation null unless gathered
 * @param seed of everything random
 */
public record Evidence(
    Model model,
    Coupling coupling,
    @Nullable GradientEvidence gradients,
    @Nullable Activations activations,
    @Nullable Ablation ablation,
    long seed) {
  /** What a criterion can ask for. */
  public enum Kind {
    /** The weights themselves: always there. */
    WEIGHTS,
    /** Gradients of the loss on data. */
    GRADIENTS,
    /** Statistics of activations on data. */
    ACTIVATIONS,
    /** The loss without a unit, on data. */
    ABLATION
  }

  /**
   * {@return the weights alone}
   *
   * @param model that is scored
   * @param coupling of the model that is scored
   * @param seed of criteria that draw numbers
   */
  public static Evidence weights(Model model, Coupling coupling, long seed) {
    return new Evidence(model, coupling, null, null, null, seed);
  }

  /**
   * {@return an initializer of a floating type, or what nodes make of initializers alone; null for
   * values of other kinds and types}
   *
   * @param constant name of a value
   */
  public @Nullable Tensor weight(String constant) {
    Tensor own = model.graph().initializers().get(constant);
    Tensor tensor = own == null ? coupling.constant(constant) : own;
    return tensor != null && tensor.type().floating() ? tensor : null;
  }

  /**
   * {@link IllegalStateException} where the criterion did not ask for them.
   *
   * @return what was gathered of the gradients
   */
  public GradientEvidence needGradients() {
    return gathered(gradients, Kind.GRADIENTS);
  }

  /**
   * {@link IllegalStateException} where the criterion did not ask for them.
   *
   * @return what was gathered of the activations
   */
  public Activations needActivations() {
    return gathered(activations, Kind.ACTIVATIONS);
  }

  /**
   * {@link IllegalStateException} where the criterion did not ask for it.
   *
   * @return what was lost without each unit
   */
  public Ablation needAblation() {
    return gathered(ablation, Kind.ABLATION);
  }

  private static <T> T gathered(@Nullable T evidence, Kind kind) {
    if (evidence == null) {
      throw new IllegalStateException(
          kind + " were not gathered; ask for what the criterion needs");
    }
    return evidence;
  }
}
