package dev.espalier.torch;

import dev.espalier.data.Batch;
import dev.espalier.data.Dataset;
import dev.espalier.data.Rows;
import dev.espalier.data.Task;
import dev.espalier.model.ConstantNodes;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.torch.op.Mode;
import dev.espalier.torch.op.Tensors;
import dev.espalier.tune.Gradients;
import dev.espalier.tune.Teacher;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.bytedeco.javacpp.PointerScope;
import org.jspecify.annotations.Nullable;

/** Gradients by libtorch's autograd, in evaluation mode. */
public final class TorchGradients implements Gradients {
  @Override
  public void each(
      Model model,
      Dataset data,
      Task task,
      @Nullable Teacher teacher,
      int batch,
      Consumer<Map<String, Tensor>> sink) {
    Libtorch.start(0, 0);
    Losses losses = Losses.labels(task);
    try (Learner learner = new Learner(FreeBatch.of(ConstantNodes.toInitializers(model)), task)) {
      for (int from = 0; from < data.size(); from += batch) {
        int to = Math.min(data.size(), from + batch);
        Batch records = data.batch(Rows.all(data.size()).slice(from, to).numbers());
        Tensor taught =
            teacher != null && records.labels() == null ? teacher.outputs(records) : null;
        sink.accept(gradients(learner, new Learner.Prepared(records, taught), losses));
      }
    }
  }

  private static Map<String, Tensor> gradients(
      Learner learner, Learner.Prepared prepared, Losses losses) {
    Map<String, Tensor> out = new LinkedHashMap<>();
    try (PointerScope scope = new PointerScope()) {
      learner.loss(prepared, losses, Mode.EVAL).backward();
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
}
