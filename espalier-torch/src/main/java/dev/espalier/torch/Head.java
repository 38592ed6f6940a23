package dev.espalier.torch;

import dev.espalier.model.Graph;
import dev.espalier.model.Model;
import dev.espalier.model.ModelFormatException;
import dev.espalier.model.ScoreLink;
import dev.espalier.task.Answer;
import dev.espalier.task.Pooling;
import dev.espalier.task.Task;
import dev.espalier.torch.op.Tensors;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The value of a graph that a loss is computed from: an output, or what enters the Softmax or
 * Sigmoid that makes it.
 *
 * @param value name of the value
 * @param link the function that makes the output of it
 * @param pooling how it becomes one vector a record
 */
record Head(String value, ScoreLink.Kind link, Pooling pooling) {
  /** Keeps logarithms of probabilities finite. */
  private static final double TINY = 1e-7;

  /** For each answer of a task one for each of its outputs. */
  static List<List<Head>> of(Model model, Task task) {
    if (model.graph().outputs().isEmpty()) {
      throw new ModelFormatException("the model has no output to train on");
    }
    return task.answers().stream()
        .map(Answer::task)
        .map(own -> own.outputs(model).stream().map(o -> of(model.graph(), o, own)).toList())
        .toList();
  }

  /** Of one output; {@link ModelFormatException} where the graph has none of this name. */
  static Head of(Graph graph, String output, Task task) {
    if (!graph.outputNames().contains(output)) {
      throw new ModelFormatException("the model has no output " + output + " to train on");
    }
    ScoreLink link = ScoreLink.of(graph, output);
    Pooling pooling = task.kind().pooling();
    return TaskLosses.of(task).before(link.kind())
        ? new Head(link.value(), link.kind(), pooling)
        : new Head(output, ScoreLink.Kind.NONE, pooling);
  }

  /**
   * Logits, one column an output's, from the value.
   *
   * @param inputs of the model
   */
  Tensor logits(Tensor computed, Map<String, Tensor> inputs) {
    if (!pooling.none()) {
      return Vectors.of(pooling, computed, inputs);
    }
    if (link != ScoreLink.Kind.PAIR) {
      return computed;
    }
    Tensor column = computed.reshape(computed.size(0), -1);
    return torch.cat(Tensors.vector(List.of(torch.zeros_like(column), column)), 1);
  }

  /** What entered the link, up to a constant, from the graph's output. */
  Tensor invert(Tensor output) {
    return switch (link) {
      case NONE -> output;
      case SOFTMAX, PAIR -> output.clamp_min(new Scalar(TINY)).log();
      case SIGMOID -> {
        Tensor p = output.clamp_min(new Scalar(TINY));
        Tensor q = output.neg().add(new Scalar(1.0)).clamp_min(new Scalar(TINY));
        yield torch.log(p).sub(torch.log(q));
      }
    };
  }
}
