package dev.espalier.torch;

import dev.espalier.data.Batch;
import dev.espalier.data.Task;
import dev.espalier.model.Graph;
import dev.espalier.model.Model;
import dev.espalier.model.ModelFormatException;
import dev.espalier.model.Node;
import dev.espalier.model.Tensor;
import dev.espalier.torch.op.Mode;
import dev.espalier.torch.op.Tensors;
import dev.espalier.tune.Tuner;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.jspecify.annotations.Nullable;

/** A model whose weights can learn: its graph on libtorch, and what each weight is. */
final class Learner implements AutoCloseable {
  private final Model model;
  private final Map<Head, Double> heads = new LinkedHashMap<>();
  private final Head first;
  private final @Nullable Head teacher;
  private final Set<String> wanted = new LinkedHashSet<>();
  private final TorchGraph graph;
  private final Map<String, Role.Part> roles;
  private final Map<String, org.bytedeco.pytorch.Tensor> parameters = new LinkedHashMap<>();

  Learner(Model model, Task task) {
    this(model, task, Tuner.Focus.WHOLE);
  }

  Learner(Model model, Task task, Tuner.Focus focus) {
    this.model = model;
    Map<String, Double> answers = focus.answersOf(model);
    if (answers.isEmpty()) {
      throw new ModelFormatException("the model has no output to train on");
    }
    answers.forEach((output, weight) -> heads.put(Head.of(model, output, task), weight));
    this.first = heads.keySet().iterator().next();
    this.teacher = focus.teacher().isEmpty() ? null : Head.of(model, focus.teacher(), task);
    heads.keySet().forEach(h -> wanted.add(h.value()));
    if (teacher != null) {
      wanted.add(teacher.value());
    }
    this.roles = Role.of(model);
    roles.keySet().removeAll(focus.frozen());
    this.graph = TorchGraph.of(model, wanted, still(model, focus.frozen()));
    roles.forEach(
        (name, part) -> {
          org.bytedeco.pytorch.Tensor weight = graph.weight(name);
          if (weight != null && part.role().trainable()) {
            Libtorch.scoped(() -> weight.set_requires_grad(true));
            parameters.put(name, weight);
          }
        });
  }

  /** Keys of nodes that run as after training: see {@link Tuner.Focus#frozen}. */
  private Set<String> still(Model model, Set<String> frozen) {
    Set<String> still = new HashSet<>();
    if (frozen.isEmpty()) {
      return still;
    }
    Set<String> moving = new HashSet<>();
    roles.forEach(
        (name, part) -> {
          if (part.role().trainable()) {
            moving.add(name);
          }
        });
    for (Node node : model.graph().nodes()) {
      boolean moves = Graph.reads(node).stream().anyMatch(moving::contains);
      if (moves) {
        moving.addAll(node.outputs());
      }
      if (!moves || node.is("BatchNormalization") && frozen.contains(node.input(3))) {
        still.add(node.key());
      }
    }
    return still;
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

  /** What enters the loss of the first answer; belongs to the scope that is open. */
  org.bytedeco.pytorch.Tensor logits(Batch batch, Mode mode) {
    return logits(onTorch(batch), mode);
  }

  /** The same of inputs that are native already. */
  org.bytedeco.pytorch.Tensor logits(Map<String, org.bytedeco.pytorch.Tensor> inputs, Mode mode) {
    return value(graph.run(inputs, Set.of(first.value()), mode), first);
  }

  private static Map<String, org.bytedeco.pytorch.Tensor> onTorch(Batch batch) {
    Map<String, org.bytedeco.pytorch.Tensor> inputs = new LinkedHashMap<>();
    batch
        .inputs()
        .forEach((name, tensor) -> inputs.put(name, Libtorch.channelsLast(Tensors.view(tensor))));
    return inputs;
  }

  private static org.bytedeco.pytorch.Tensor value(
      Map<String, org.bytedeco.pytorch.Tensor> values, Head head) {
    return Objects.requireNonNull(values.get(head.value()));
  }

  /** The loss of one batch over all answers; belongs to the scope that is open. */
  org.bytedeco.pytorch.Tensor loss(Prepared prepared, Losses losses, Mode mode) {
    Map<String, org.bytedeco.pytorch.Tensor> values =
        graph.run(onTorch(prepared.batch()), wanted, mode);
    Tensor stated = prepared.batch().labels();
    org.bytedeco.pytorch.Tensor labels = stated == null ? null : Tensors.view(stated);
    org.bytedeco.pytorch.Tensor sum = null;
    for (Map.Entry<Head, Double> entry : heads.entrySet()) {
      Head head = entry.getKey();
      org.bytedeco.pytorch.Tensor one =
          losses.of(value(values, head), labels, taught(prepared, head, values));
      one = entry.getValue() == 1 ? one : one.mul(new Scalar(entry.getValue()));
      sum = sum == null ? one : sum.add(one);
    }
    return Objects.requireNonNull(sum);
  }

  /** The logits that an answer imitates: of the model's own teacher, or as given. */
  private org.bytedeco.pytorch.@Nullable Tensor taught(
      Prepared prepared, Head head, Map<String, org.bytedeco.pytorch.Tensor> values) {
    if (teacher != null) {
      return value(values, teacher).detach();
    }
    Tensor taught = prepared.taught();
    return taught == null ? null : head.invert(Tensors.view(taught));
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
