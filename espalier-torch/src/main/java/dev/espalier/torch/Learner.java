package dev.espalier.torch;

import dev.espalier.data.Answer;
import dev.espalier.data.Batch;
import dev.espalier.data.Task;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.torch.op.Mode;
import dev.espalier.torch.op.Tensors;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.jspecify.annotations.Nullable;

/** A model whose weights can learn: its graph on libtorch, and what each weight is. */
final class Learner implements AutoCloseable {
  private final Model model;
  private final List<Answer> answers;
  private final List<Head> heads;
  private final TorchGraph graph;
  private final Map<String, Role.Part> roles;
  private final Map<String, org.bytedeco.pytorch.Tensor> parameters = new LinkedHashMap<>();

  Learner(Model model, Task task) {
    this.model = model;
    this.answers = task.answers();
    this.heads = Head.of(model, task);
    this.graph = TorchGraph.of(model, values());
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

  private Set<String> values() {
    return heads.stream().map(Head::value).collect(Collectors.toUnmodifiableSet());
  }

  /** What enters the loss of each answer; belongs to the scope that is open. */
  List<org.bytedeco.pytorch.Tensor> logits(Batch batch, Mode mode) {
    Map<String, org.bytedeco.pytorch.Tensor> inputs = new LinkedHashMap<>();
    batch
        .inputs()
        .forEach((name, tensor) -> inputs.put(name, Libtorch.channelsLast(Tensors.view(tensor))));
    return logits(inputs, mode);
  }

  /** The same of inputs that are native already. */
  List<org.bytedeco.pytorch.Tensor> logits(
      Map<String, org.bytedeco.pytorch.Tensor> inputs, Mode mode) {
    Map<String, org.bytedeco.pytorch.Tensor> values = graph.run(inputs, values(), mode);
    return heads.stream().map(h -> Objects.requireNonNull(values.get(h.value()))).toList();
  }

  /** The loss of one batch; belongs to the scope that is open. */
  org.bytedeco.pytorch.Tensor loss(Prepared prepared, Function<Task, Losses> losses, Mode mode) {
    return loss(logits(prepared.batch(), mode), prepared, losses);
  }

  /** The sum over the answers of their losses by weight. */
  org.bytedeco.pytorch.Tensor loss(
      List<org.bytedeco.pytorch.Tensor> logits, Prepared prepared, Function<Task, Losses> losses) {
    List<Tensor> taught = prepared.taught();
    org.bytedeco.pytorch.Tensor sum = null;
    for (int i = 0; i < answers.size(); i++) {
      Answer answer = answers.get(i);
      Tensor labels = answer.labels(prepared.batch().labels());
      org.bytedeco.pytorch.Tensor own =
          losses
              .apply(answer.task())
              .of(
                  logits.get(i),
                  labels == null ? null : Tensors.view(labels),
                  taught == null ? null : heads.get(i).invert(Tensors.view(taught.get(i))));
      org.bytedeco.pytorch.Tensor weighed =
          answer.weight() == 1 ? own : own.mul(new Scalar(answer.weight()));
      sum = sum == null ? weighed : sum.add(weighed);
    }
    return Objects.requireNonNull(sum);
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
   * @param taught the teacher's outputs, one for each answer; null without a teacher
   */
  record Prepared(Batch batch, @Nullable List<Tensor> taught) {}
}
