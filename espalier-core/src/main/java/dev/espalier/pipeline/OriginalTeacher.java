package dev.espalier.pipeline;

import dev.espalier.data.Batch;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.ort.Evaluator;
import dev.espalier.ort.Session;
import dev.espalier.ort.SessionOptions;
import dev.espalier.tune.Teacher;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The original model in ONNX Runtime as the teacher; a model whose batch is fixed is asked record
 * by record.
 */
final class OriginalTeacher implements Teacher, AutoCloseable {
  private final Session session;
  private final String output;
  private final int fixed;

  OriginalTeacher(Model original) {
    this.session = Session.open(original, SessionOptions.threads(1));
    this.output = original.graph().outputs().get(0).name();
    this.fixed = Evaluator.fixedBatch(original);
  }

  @Override
  public Tensor outputs(Batch batch) {
    if (fixed <= 0 || fixed == batch.size()) {
      return run(batch.inputs());
    }
    ByteBuffer joined = null;
    int[] dims = {};
    for (int from = 0; from < batch.size(); from += fixed) {
      Tensor part = run(slice(batch, from));
      if (joined == null) {
        dims = part.dims().clone();
        dims[0] = batch.size();
        joined = Tensor.allocate((int) (part.byteSize() / fixed * batch.size()));
      }
      ByteBuffer bytes = part.data();
      bytes.limit(Math.min(bytes.limit(), joined.remaining()));
      joined.put(bytes);
    }
    if (joined == null) {
      throw new IllegalArgumentException("an empty batch has no outputs");
    }
    return new Tensor(dev.espalier.model.DType.FLOAT, dims, joined.flip());
  }

  private Map<String, Tensor> slice(Batch batch, int from) {
    int[] rows = new int[fixed];
    for (int i = 0; i < fixed; i++) {
      rows[i] = Math.min(from + i, batch.size() - 1);
    }
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    batch.inputs().forEach((name, tensor) -> inputs.put(name, tensor.select(0, rows)));
    return inputs;
  }

  private Tensor run(Map<String, Tensor> inputs) {
    Tensor result = session.run(inputs).get(output);
    if (result == null) {
      throw new IllegalStateException("the original gave no output " + output);
    }
    return result;
  }

  @Override
  public void close() {
    session.close();
  }
}
