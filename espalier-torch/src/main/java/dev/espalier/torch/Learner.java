package dev.espalier.torch;

import dev.espalier.data.Batch;
import dev.espalier.model.Graph;
import dev.espalier.model.Model;
import dev.espalier.model.Node;
import dev.espalier.model.Tensor;
import dev.espalier.task.Answer;
import dev.espalier.task.Padding;
import dev.espalier.task.Task;
import dev.espalier.torch.op.Mode;
import dev.espalier.torch.op.Tensors;
import dev.espalier.tune.Tuner;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.jspecify.annotations.Nullable;

/** A model whose weights can learn: its graph on libtorch, and what each weight is. */
final class Learner implements AutoCloseable {
  private final Model model;
  private final Padding padding;
  private final List<Answer> answers;
  private final List<List<Head>> heads;
  private final @Nullable Head teacher;
  private final Tuner.@Nullable CostPenalty penalty;
  private final TorchGraph graph;
  private final Map<String, ParameterRole.Part> roles;
  private final Map<String, org.bytedeco.pytorch.Tensor> parameters = new LinkedHashMap<>();

  Learner(Model model, Task task) {
    this(model, task, Tuner.Focus.WHOLE);
  }

  Learner(Model model, Task task, Tuner.Focus focus) {
    this.model = model;
    this.padding = Padding.of(model, task);
    this.answers = task.answers();
    this.heads = Head.of(model, task);
    this.teacher =
        focus.teacher().isEmpty()
            ? null
            : Head.of(model.graph(), focus.teacher(), answers.get(0).task());
    this.penalty = focus.penalty();
    this.roles = ParameterRole.of(model);
    roles.keySet().removeAll(focus.frozen());
    this.graph = TorchGraph.of(model, values(), still(model, focus.frozen()));
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

  ParameterRole role(String name) {
    return Objects.requireNonNull(roles.get(name)).role();
  }

  /** Values that enter the losses, and the one that teaches. */
  private Set<String> values() {
    Set<String> values =
        Stream.concat(heads.stream().flatMap(List::stream), Stream.ofNullable(teacher))
            .map(Head::value)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    if (penalty != null) {
      values.add(penalty.output());
    }
    return values;
  }

  /** What enters the loss of each answer, by output; belongs to the scope that is open. */
  List<List<org.bytedeco.pytorch.Tensor>> logits(Batch batch, Mode mode) {
    return logits(onTorch(batch), mode);
  }

  /** The same of inputs that are native already. */
  List<List<org.bytedeco.pytorch.Tensor>> logits(
      Map<String, org.bytedeco.pytorch.Tensor> inputs, Mode mode) {
    return logits(graph.run(inputs, values(), mode), inputs);
  }

  private List<List<org.bytedeco.pytorch.Tensor>> logits(
      Map<String, org.bytedeco.pytorch.Tensor> values,
      Map<String, org.bytedeco.pytorch.Tensor> inputs) {
    return heads.stream()
        .map(
            own ->
                own.stream()
                    .map(h -> h.logits(Objects.requireNonNull(values.get(h.value())), inputs))
                    .toList())
        .toList();
  }

  private Map<String, org.bytedeco.pytorch.Tensor> onTorch(Batch batch) {
    Map<String, org.bytedeco.pytorch.Tensor> inputs = new LinkedHashMap<>();
    padding
        .leftOut(batch.inputs())
        .forEach((name, tensor) -> inputs.put(name, graph.laid(Tensors.copyOf(tensor))));
    return inputs;
  }

  /**
   * The sum over the answers of their losses by weight, on one batch; belongs to the scope that is
   * open.
   */
  org.bytedeco.pytorch.Tensor loss(Prepared prepared, Function<Task, Losses> losses, Mode mode) {
    Map<String, org.bytedeco.pytorch.Tensor> inputs = onTorch(prepared.batch());
    Map<String, org.bytedeco.pytorch.Tensor> values = graph.run(inputs, values(), mode);
    org.bytedeco.pytorch.Tensor loss =
        loss(logits(values, inputs), prepared, losses, taught(prepared, values, inputs));
    return penalty == null ? loss : loss.add(penalised(penalty, values));
  }

  private static org.bytedeco.pytorch.Tensor penalised(
      Tuner.CostPenalty penalty, Map<String, org.bytedeco.pytorch.Tensor> values) {
    org.bytedeco.pytorch.Tensor mean = Objects.requireNonNull(values.get(penalty.output())).mean();
    org.bytedeco.pytorch.Tensor distance = mean.sub(new Scalar(penalty.planned()));
    return distance.mul(distance).mul(new Scalar(penalty.weight()));
  }

  /** The same of logits that were computed already. */
  org.bytedeco.pytorch.Tensor loss(
      List<List<org.bytedeco.pytorch.Tensor>> logits,
      Prepared prepared,
      Function<Task, Losses> losses) {
    return loss(logits, prepared, losses, taught(prepared, Map.of(), Map.of()));
  }

  private org.bytedeco.pytorch.Tensor loss(
      List<List<org.bytedeco.pytorch.Tensor>> logits,
      Prepared prepared,
      Function<Task, Losses> losses,
      @Nullable List<List<org.bytedeco.pytorch.Tensor>> taught) {
    org.bytedeco.pytorch.Tensor sum = null;
    for (int i = 0; i < answers.size(); i++) {
      Answer answer = answers.get(i);
      Tensor labels = answer.labels(prepared.batch().labels());
      org.bytedeco.pytorch.Tensor own =
          losses
              .apply(answer.task())
              .of(
                  logits.get(i),
                  labels == null ? null : Tensors.copyOf(labels),
                  taught == null ? null : taught.get(i));
      org.bytedeco.pytorch.Tensor weighed =
          answer.weight() == 1 ? own : own.mul(new Scalar(answer.weight()));
      sum = sum == null ? weighed : sum.add(weighed);
    }
    return Objects.requireNonNull(sum);
  }

  /** The logits that each answer imitates: of the model's own teacher, or as given. */
  private @Nullable List<List<org.bytedeco.pytorch.Tensor>> taught(
      Prepared prepared,
      Map<String, org.bytedeco.pytorch.Tensor> values,
      Map<String, org.bytedeco.pytorch.Tensor> inputs) {
    if (teacher != null && values.containsKey(teacher.value())) {
      org.bytedeco.pytorch.Tensor own =
          teacher.logits(Objects.requireNonNull(values.get(teacher.value())), inputs);
      org.bytedeco.pytorch.Tensor said = own.detach();
      return heads.stream().map(h -> Collections.nCopies(h.size(), said)).toList();
    }
    List<Tensor> taught = prepared.taught();
    if (taught == null) {
      return null;
    }
    Iterator<Tensor> next = taught.iterator();
    return heads.stream()
        .map(own -> own.stream().map(h -> h.invert(Tensors.copyOf(next.next()))).toList())
        .toList();
  }

  /** Weights and running statistics as they are now, by initializer name. */
  Map<String, Tensor> weights() {
    Map<String, Tensor> out = new LinkedHashMap<>();
    try (PointerScope scope = new PointerScope()) {
      roles.forEach(
          (name, part) -> {
            org.bytedeco.pytorch.Tensor weight = graph.weight(name);
            if (weight != null && part.role() != ParameterRole.CONSTANT) {
              out.put(name, Tensors.toModel(weight));
            }
          });
    }
    return out;
  }

  /** Puts weights and running statistics where {@link #weights} had them. */
  void put(Map<String, Tensor> weights) {
    Libtorch.withoutGradients(
        () ->
            weights.forEach(
                (name, tensor) -> {
                  org.bytedeco.pytorch.Tensor weight = graph.weight(name);
                  if (weight != null) {
                    weight.detach().copy_(Tensors.copyOf(tensor));
                  }
                }));
  }

  /** {@code model} with {@code weights} in place of its own, in the types that these have. */
  static Model with(Model model, Map<String, Tensor> weights) {
    Map<String, Tensor> changed = new LinkedHashMap<>(model.graph().initializers());
    weights.forEach(
        (name, tensor) -> changed.computeIfPresent(name, (n, old) -> tensor.as(old.type())));
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
   * @param taught the teacher's outputs, in the order of {@link Task#outputs}; null without a
   *     teacher
   */
  record Prepared(Batch batch, @Nullable List<Tensor> taught) {}
}
