package dev.espalier.criterion;

import dev.espalier.model.Model;
import dev.espalier.ort.Session;
import dev.espalier.ort.SessionOptions;
import dev.espalier.tune.Gradients;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Gathers what criteria ask for, in one pass over the examples for activations, one for gradients,
 * and one for each unit for ablation.
 */
public final class EvidenceGatherer {
  /** Ablation looks at no more examples than this: it runs all of them once for each unit. */
  static final int ABLATION_SAMPLES = 256;

  /** Blocks are few, so that their ablation can look at more. */
  static final int BLOCK_SAMPLES = 512;

  private final @Nullable Gradients gradients;
  private final int threads;

  /**
   * Makes a gatherer that runs models in ONNX Runtime, and asks {@code gradients} for gradients.
   *
   * @param gradients gives gradients; null where nothing can, and then none may be asked for
   * @param threads of ONNX Runtime
   */
  public EvidenceGatherer(@Nullable Gradients gradients, int threads) {
    this.gradients = gradients;
    this.threads = threads;
  }

  /** {@return whether gradients can be asked for} */
  public boolean hasGradients() {
    return gradients != null;
  }

  /**
   * Gathers all kinds that are named.
   *
   * @param kinds what criteria ask for
   * @param request model, examples and how many of them are looked at
   * @return the evidence of these kinds
   */
  public Evidence gather(Set<Evidence.Kind> kinds, EvidenceRequest request) {
    return new Evidence(
        request.model(),
        request.coupling(),
        kinds.contains(Evidence.Kind.GRADIENTS) ? new GradientPass(request).run(port()) : null,
        kinds.contains(Evidence.Kind.ACTIVATIONS)
            ? new ActivationPass(request, EnumSet.allOf(Activations.Statistic.class)).run(threads)
            : null,
        kinds.contains(Evidence.Kind.ABLATION) ? new AblationPass(request).run(threads) : null,
        request.seed());
  }

  /**
   * Only the mean of what flows into each consumption. Cost: one pass, one small vector a batch and
   * consumption.
   *
   * @param request model, examples and how many of them are looked at
   * @return means by consumption
   */
  public Activations means(EvidenceRequest request) {
    return new ActivationPass(request, EnumSet.of(Activations.Statistic.MEAN)).run(threads);
  }

  /**
   * {@return what is lost with each residual block} Cost: one pass, and one run of {@value
   * #BLOCK_SAMPLES} examples for each block.
   *
   * @param request model, examples and how many of them are looked at
   */
  public BlockScores blocks(EvidenceRequest request) {
    return new BlockPass(request).run(threads);
  }

  /**
   * {@return loss of a model that was cut from the request's, on {@value #BLOCK_SAMPLES} examples;
   * without labels the mean squared distance to the request's model}
   *
   * @param request model, examples and how many of them are looked at
   * @param cut smaller model of the same inputs and outputs
   */
  public double loss(EvidenceRequest request, Model cut) {
    try (Session whole = Session.open(request.model(), SessionOptions.threads(threads));
        Session session = Session.open(cut, SessionOptions.threads(threads))) {
      return new SampleLoss(request, BLOCK_SAMPLES, whole, Map.of()).of(session, Map.of());
    }
  }

  private Gradients port() {
    if (gradients == null) {
      throw new IllegalStateException(
          "gradients are asked for, but nothing here gives any; choose a criterion that reads weights or activations");
    }
    return gradients;
  }
}
