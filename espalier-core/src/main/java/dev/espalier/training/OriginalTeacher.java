package dev.espalier.training;

import dev.espalier.data.Batch;
import dev.espalier.model.FreeBatch;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.ort.Session;
import dev.espalier.ort.SessionOptions;
import dev.espalier.task.Padding;
import dev.espalier.task.Task;
import dev.espalier.tune.Teacher;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The original model in ONNX Runtime as the teacher; a model whose batch is fixed is asked record
 * by record. What it said of a record it says again without being run.
 */
public final class OriginalTeacher implements Teacher, AutoCloseable {
  private final Session session;
  private final Task task;
  private final Padding padding;
  private final List<String> outputs;
  private final int fixed;
  private final AnswerMemory memory;

  /**
   * @param task names the outputs that are to be imitated
   * @param kept a file for what it says, of which a resumed run is told; null for none
   */
  public OriginalTeacher(Model original, Task task, @Nullable Path kept) {
    this.memory = new AnswerMemory(kept);
    this.session = Session.open(original, SessionOptions.threads(1));
    this.task = task;
    this.padding = Padding.of(original, task);
    this.outputs = task.outputs(original);
    this.fixed = FreeBatch.fixedBatch(original);
  }

  @Override
  public List<Tensor> outputs(Batch batch) {
    return memory.answers(batch, this::computed);
  }

  private List<Tensor> computed(Batch batch) {
    if (fixed <= 0 || fixed == batch.size()) {
      return run(batch.inputs());
    }
    List<List<Tensor>> parts = new ArrayList<>();
    for (int from = 0; from < batch.size(); from += fixed) {
      parts.add(run(slice(batch, from)));
    }
    return IntStream.range(0, outputs.size())
        .mapToObj(o -> joined(parts.stream().map(p -> p.get(o)).toList(), batch.size()))
        .toList();
  }

  /** The first {@code records} rows of all parts, one after the other. */
  private Tensor joined(List<Tensor> parts, int records) {
    Tensor first = parts.get(0);
    int[] dims = first.dims().clone();
    dims[0] = records;
    ByteBuffer joined = Tensor.allocate((int) (first.byteSize() / fixed * records));
    for (Tensor part : parts) {
      ByteBuffer bytes = part.data();
      joined.put(bytes.limit(Math.min(bytes.limit(), joined.remaining())));
    }
    return new Tensor(first.type(), dims, joined.flip());
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

  private List<Tensor> run(Map<String, Tensor> inputs) {
    Map<String, Tensor> shorter = padding.leftOut(inputs);
    Map<String, Tensor> results = session.run(shorter, Set.copyOf(outputs));
    return task.read(
        outputs.stream().map(o -> Objects.requireNonNull(results.get(o), o)).toList(), shorter);
  }

  @Override
  public void close() {
    session.close();
    memory.close();
  }
}
