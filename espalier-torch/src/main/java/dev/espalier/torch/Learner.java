package dev.espalier.torch;

import dev.espalier.data.Batch;
import dev.espalier.data.Task;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.torch.op.Mode;
import dev.espalier.torch.op.Tensors;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.bytedeco.javacpp.PointerScope;
import org.jspecify.annotations.Nullable;

/** A model whose weights can learn: its graph on libtorch, and what each weight is. */
final class Learner implements AutoCloseable {
  private final Model model;
  private final Head head;
  private final TorchGraph graph;
  private final Map<String, Role.Part> roles;
  private final Map<String, org.bytedeco.pytorch.Tensor> parameters = new LinkedHashMap<>();

  Learner(Model model, Task task) {
    this.model = model;
    this.head = Head.of(model, task);
    this.graph = TorchGraph.of(model, Set.of(head.value()));
    this.roles = Role.of(model);
    roles.forEach(
        (name, part) -> {
          org.bytedeco.pytorch.Tensor weight = graph.weight(name);
          if (weight != null && part.role().trainable()) {
            Libtorch.scoped(() -> weight.set_requires_grad(true));
            parameters.put(name, weight);
          }
        });
  }

  /** The model as it came. */
  Model model() {
    return model;
  }

  /** What is trained, by initializer name. */
  Map<String, org.bytedeco.pytorch.Tensor> parameters() {
    return parameters;
  }

  Role role(String name) {
    return Objects.requireNonNull(roles.get(name)).role();
  }

  /** What enters the loss; belongs to the scope that is open. */
  org.bytedeco.pytorch.Tensor logits(Batch batch, Mode mode) {
    Map<String, org.bytedeco.pytorch.Tensor> inputs = new LinkedHashMap<>();
    batch
        .inputs()
        .forEach((name, tensor) -> inputs.put(name, Libtorch.channelsLast(Tensors.view(tensor))));
    return logits(inputs, mode);
  }

  /** The same of inputs that are native already. */
  org.bytedeco.pytorch.Tensor logits(Map<String, org.bytedeco.pytorch.Tensor> inputs, Mode mode) {
    return Objects.requireNonNull(graph.run(inputs, Set.of(head.value()), mode).get(head.value()));
  }

  /** The loss of one batch; belongs to the scope that is open. */
  org.bytedeco.pytorch.Tensor loss(Prepared prepared, Losses losses, Mode mode) {
    Tensor labels = prepared.batch().labels();
    Tensor taught = prepared.taught();
    return losses.of(
        logits(prepared.batch(), mode),
        labels == null ? null : Tensors.view(labels),
        taught == null ? null : head.invert(Tensors.view(taught)));
  }

  /** Weights and running statistics as they are now, by initializer name. */
  Map<String, Tensor> weights() {
    Map<String, Tensor> out = new LinkedHashMap<>();
    try (PointerScope scope = new PointerScope()) {
      roles.forEach(
          (name, part) -> {
            org.bytedeco.pytorch.Tensor weight = graph.weight(name);
            if (weight != null && part.role() != Role.CONSTANT) {
              out.put(name, Tensors.toModel(weight));
            }
          });
    }
    return out;
  }

  /** {@code model} with {@code weights} in place of its own. */
  static Model with(Model model, Map<String, Tensor> weights) {
    Map<String, Tensor> changed = new LinkedHashMap<>(model.graph().initializers());
    weights.forEach((name, tensor) -> changed.computeIfPresent(name, (n, old) -> tensor));
    return model.withGraph(model.graph().withInitializers(changed));
  }

  @Override
  public void close() {
    graph.close();
  }

  /**
   * A batch and what the teacher says of it.
   *
   * @param batch the records
   * @param taught the teacher's outputs; null without a teacher
   */
  record Prepared(Batch batch, @Nullable Tensor taught) {}
}
