package dev.espalier.torch;

import dev.espalier.data.Batch;
import dev.espalier.data.Dataset;
import dev.espalier.data.Rows;
import dev.espalier.model.ConstantNodes;
import dev.espalier.model.FreeBatch;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.task.Task;
import dev.espalier.torch.op.Mode;
import dev.espalier.torch.op.Tensors;
import dev.espalier.tune.Gradients;
import dev.espalier.tune.InputGradients;
import dev.espalier.tune.Teacher;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.jspecify.annotations.Nullable;

/** Gradients by libtorch's autograd, in evaluation mode. */
public final class TorchGradients implements Gradients, InputGradients {
  /** Loads libtorch at its first use. */
  public TorchGradients() {}

  @Override
  public void each(
      Model model,
      Dataset data,
      Task task,
      @Nullable Teacher teacher,
      int batch,
      Consumer<Map<String, Tensor>> sink) {
    Libtorch.start(0, 0);
    try (Learner learner = new Learner(FreeBatch.of(ConstantNodes.toInitializers(model)), task)) {
      for (int from = 0; from < data.size(); from += batch) {
        int to = Math.min(data.size(), from + batch);
        Batch records = data.batch(Rows.all(data.size()).slice(from, to).numbers());
        List<Tensor> taught =
            teacher != null && (records.labels() == null || task.taught())
                ? teacher.outputs(records)
                : null;
        sink.accept(gradients(learner, new Learner.Prepared(records, taught)));
      }
    }
  }

  private static Map<String, Tensor> gradients(Learner learner, Learner.Prepared prepared) {
    Map<String, Tensor> out = new LinkedHashMap<>();
    try (PointerScope scope = new PointerScope()) {
      learner.loss(prepared, Losses::labels, Mode.EVAL).backward();
      learner
          .parameters()
          .forEach(
              (name, weight) -> {
                if (weight.grad().defined()) {
                  out.put(name, Tensors.toModel(weight.grad()));
                  weight.mutable_grad().zero_();
                }
              });
    }
    return out;
  }

  @Override
  public void eachInput(
      Model model, Dataset data, Task task, int batch, Consumer<Map<String, Tensor>> sink) {
    Libtorch.start(0, 0);
    try (Learner learner = new Learner(FreeBatch.of(ConstantNodes.toInitializers(model)), task)) {
      for (int from = 0; from < data.size(); from += batch) {
        int to = Math.min(data.size(), from + batch);
        Batch records = data.batch(Rows.all(data.size()).slice(from, to).numbers());
        sink.accept(inputGradients(learner, records));
      }
    }
  }

  private static Map<String, Tensor> inputGradients(Learner learner, Batch batch) {
    Map<String, Tensor> out = new LinkedHashMap<>();
    try (PointerScope scope = new PointerScope()) {
      Map<String, org.bytedeco.pytorch.Tensor> inputs = new LinkedHashMap<>();
      batch
          .inputs()
          .forEach(
              (name, tensor) -> {
                org.bytedeco.pytorch.Tensor input = Tensors.copyOf(tensor);
                if (tensor.type().floating()) {
                  input.set_requires_grad(true);
                }
                inputs.put(name, input);
              });
      java.util.Objects.requireNonNull(batch.labels(), "labelled records");
      learner
          .loss(
              learner.logits(inputs, Mode.EVAL), new Learner.Prepared(batch, null), Losses::labels)
          .mul(new Scalar((double) batch.size()))
          .backward();
      inputs.forEach(
          (name, input) -> {
            if (input.grad().defined()) {
              out.put(name, Tensors.toModel(input.grad()));
            }
          });
    }
    return out;
  }
}
