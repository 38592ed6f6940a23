package dev.espalier.training;

import dev.espalier.data.Batch;
import dev.espalier.files.Sha256;
import dev.espalier.model.DType;
import dev.espalier.model.Tensor;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Answers of a model to records, remembered by the records' content: epochs that show the same
 * records again, and other trainings on them, do not compute them again.
 *
 * <p>A batch is answered from memory where all of its records are known, else computed whole. Keys
 * are the first 128 bits of SHA-256 over shapes and values; at most {@value #MOST} bytes are kept,
 * what comes after is computed each time. With a file, a later process knows them too. Thread-safe.
 * O(bytes of the batch) a call.
 */
final class AnswerMemory implements AutoCloseable {
  private static final long MOST = 256L << 20;

  /** About what an entry takes beside its values, in bytes. */
  private static final int OVERHEAD = 128;

  private final Map<Key, Answers> known = new HashMap<>();
  private final @Nullable AnswerFile file;
  private long bytes;

  /**
   * @param file where answers of this model are, and are added; null keeps none
   */
  AnswerMemory(@Nullable Path file) {
    this.file = file == null ? null : new AnswerFile(file, this::keep);
  }

  record Key(long high, long low) {}

  /** Type and extents of an answer to one record. */
  record Shape(DType type, List<Integer> dims) {
    static Shape of(Tensor answers) {
      int[] dims = answers.dims();
      return new Shape(answers.type(), Arrays.stream(dims, 1, dims.length).boxed().toList());
    }

    int[] of(int records) {
      int[] all = new int[dims.size() + 1];
      all[0] = records;
      for (int i = 0; i < dims.size(); i++) {
        all[i + 1] = dims.get(i);
      }
      return all;
    }
  }

  /**
   * @param shapes of the answers; one list for all records of a batch
   * @param values of each answer
   */
  public record Answers(List<Shape> shapes, List<byte[]> values) {
    long bytes() {
      return OVERHEAD + values.stream().mapToLong(v -> v.length).sum();
    }
  }

  /** What {@code model} answers: as remembered, or computed now. */
  synchronized List<Tensor> answers(Batch batch, Function<Batch, List<Tensor>> model) {
    List<Key> keys = keys(batch);
    List<Answers> remembered = keys.stream().map(known::get).toList();
    if (alike(remembered)) {
      return joined(remembered);
    }
    List<Tensor> computed = model.apply(batch);
    if (computed.stream().allMatch(t -> t.rank() > 0 && t.dims()[0] == keys.size())) {
      keep(keys, computed);
    }
    return computed;
  }

  private static boolean alike(List<@Nullable Answers> remembered) {
    Answers first = remembered.isEmpty() ? null : remembered.get(0);
    return first != null
        && remembered.stream().allMatch(a -> a != null && a.shapes.equals(first.shapes));
  }

  private static List<Tensor> joined(List<Answers> rows) {
    List<Shape> shapes = rows.get(0).shapes;
    List<Tensor> joined = new ArrayList<>();
    for (int o = 0; o < shapes.size(); o++) {
      ByteBuffer all = Tensor.allocate(rows.get(0).values.get(o).length * rows.size());
      for (Answers row : rows) {
        all.put(row.values.get(o));
      }
      joined.add(new Tensor(shapes.get(o).type, shapes.get(o).of(rows.size()), all.flip()));
    }
    return joined;
  }

  private void keep(List<Key> keys, List<Tensor> computed) {
    List<Shape> shapes = computed.stream().map(Shape::of).toList();
    List<Key> kept = new ArrayList<>();
    List<Answers> added = new ArrayList<>();
    for (int row = 0; row < keys.size(); row++) {
      List<byte[]> values = new ArrayList<>();
      for (Tensor answers : computed) {
        int width = (int) (answers.byteSize() / keys.size());
        byte[] own = new byte[width];
        answers.data().get(row * width, own);
        values.add(own);
      }
      Answers answers = new Answers(shapes, values);
      if (keep(keys.get(row), answers)) {
        kept.add(keys.get(row));
        added.add(answers);
      }
    }
    if (file != null) {
      file.append(kept, added);
    }
  }

  /** Whether that was new, and there is room for it. */
  private boolean keep(Key key, Answers answers) {
    boolean kept = bytes < MOST && known.putIfAbsent(key, answers) == null;
    bytes += kept ? answers.bytes() : 0;
    return kept;
  }

  private static List<Key> keys(Batch batch) {
    MessageDigest digest = Sha256.digest();
    List<Key> keys = new ArrayList<>();
    for (int row = 0; row < batch.size(); row++) {
      for (Map.Entry<String, Tensor> input : batch.inputs().entrySet()) {
        Tensor tensor = input.getValue();
        int width = (int) (tensor.byteSize() / batch.size());
        digest.update((input.getKey() + Shape.of(tensor)).getBytes(StandardCharsets.UTF_8));
        digest.update(tensor.data().slice(row * width, width));
      }
      ByteBuffer hash = ByteBuffer.wrap(digest.digest());
      keys.add(new Key(hash.getLong(), hash.getLong()));
    }
    return keys;
  }

  @Override
  public void close() {
    if (file != null) {
      file.close();
    }
  }
}
