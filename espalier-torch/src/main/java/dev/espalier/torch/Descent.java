package dev.espalier.torch;

import dev.espalier.model.ModelFormatException;
import dev.espalier.recipe.OptimizerKind;
import dev.espalier.recipe.TuneSettings;
import dev.espalier.torch.op.Tensors;
import dev.espalier.tune.Tuner;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AdamW;
import org.bytedeco.pytorch.AdamWOptions;
import org.bytedeco.pytorch.InputArchive;
import org.bytedeco.pytorch.Optimizer;
import org.bytedeco.pytorch.OptimizerOptions;
import org.bytedeco.pytorch.OptimizerParamGroup;
import org.bytedeco.pytorch.OutputArchive;
import org.bytedeco.pytorch.SGD;
import org.bytedeco.pytorch.SGDOptions;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * One optimiser over a learner's weights: libtorch's SGD with momentum or AdamW (Loshchilov and
 * Hutter 2019), weight decay on matrices, kernels and embeddings only, penalties and clipping
 * before each step, masks after it.
 */
final class Descent implements AutoCloseable {
  private final Learner learner;
  private final TuneSettings settings;
  private final OptimizerKind kind;
  private final Optimizer optimizer;
  private final TensorVector all;
  private final Map<String, Tensor> masks = new LinkedHashMap<>();

  /**
   * @param steps say by which optimiser
   * @param request names masks, momentum, decay and penalty
   */
  Descent(Learner learner, TuneSettings.Steps steps, Tuner.Request request) {
    this.learner = learner;
    this.settings = request.regime().settings();
    this.kind = steps.optimizer();
    if (learner.parameters().isEmpty()) {
      throw new ModelFormatException(
          "the model has no weights to train; set tune.epochs=0 to go on without");
    }
    List<Tensor> decayed = new ArrayList<>();
    List<Tensor> others = new ArrayList<>();
    learner
        .parameters()
        .forEach(
            (name, tensor) -> {
              boolean decays =
                  learner.role(name) == ParameterRole.WEIGHT
                      || learner.role(name) == ParameterRole.EMBEDDING;
              (decays ? decayed : others).add(tensor);
            });
    try (PointerScope scope = new PointerScope()) {
      this.optimizer = optimizer(decayed, others);
      this.optimizer.retainReference();
      this.all = Tensors.vector(List.copyOf(learner.parameters().values()));
      this.all.retainReference();
      request
          .masks()
          .forEach((name, mask) -> this.masks.put(name, Libtorch.keep(Tensors.copyOf(mask))));
      applyMasks();
    }
  }

  private Optimizer optimizer(List<Tensor> decayed, List<Tensor> others) {
    Optimizer made =
        kind == OptimizerKind.ADAMW
            ? new AdamW(Tensors.vector(decayed), adamw(settings.movement().weightDecay()))
            : new SGD(Tensors.vector(decayed), sgd(settings.movement().weightDecay()));
    OptimizerOptions plain = kind == OptimizerKind.ADAMW ? adamw(0) : sgd(0);
    made.add_param_group(new OptimizerParamGroup(Tensors.vector(others), plain));
    return made;
  }

  private SGDOptions sgd(double decay) {
    SGDOptions options = new SGDOptions(1);
    options.momentum().put(settings.movement().momentum());
    options.weight_decay().put(decay);
    return options;
  }

  private static AdamWOptions adamw(double decay) {
    AdamWOptions options = new AdamWOptions(1);
    options.weight_decay().put(decay);
    return options;
  }

  void clearGradients() {
    optimizer.zero_grad();
  }

  /**
   * Moves the weights against their gradients, of which the norm is at most {@code clip}; 0: any.
   */
  void step(double rate, double clip) {
    for (long i = 0; i < 2; i++) {
      optimizer.param_groups().get(i).options().set_lr(rate);
    }
    Libtorch.withoutGradients(() -> Penalties.add(learner, settings.penalty()));
    if (clip > 0) {
      torch.clip_grad_norm_(all, clip);
    }
    optimizer.step();
    applyMasks();
  }

  /** The norm of all gradients together, as they are now. */
  double gradientNorm() {
    return torch.clip_grad_norm_(all, Float.MAX_VALUE);
  }

  /** Writes what the optimiser remembers of the steps so far. */
  void save(OutputArchive archive) {
    optimizer.save(archive);
  }

  /** Takes up what {@link #save} wrote. */
  void load(InputArchive archive) {
    optimizer.load(archive);
  }

  private void applyMasks() {
    Libtorch.withoutGradients(
        () ->
            masks.forEach(
                (name, mask) -> {
                  if (learner.parameters().containsKey(name)) {
                    Objects.requireNonNull(learner.parameters().get(name)).mul_(mask);
                  }
                }));
  }

  @Override
  public void close() {
    masks.values().forEach(Libtorch::release);
    Libtorch.release(all);
    Libtorch.release(optimizer);
  }
}
