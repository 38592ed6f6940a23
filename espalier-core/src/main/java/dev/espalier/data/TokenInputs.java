package dev.espalier.data;

import dev.espalier.files.DataException;
import dev.espalier.model.DType;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.model.ValueInfo;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a model of texts is fed of tokens: ids, and mask, types and positions where it takes them.
 */
public final class TokenInputs {
  private static final int CHUNK = 512;

  private final List<ValueInfo> inputs;

  private TokenInputs(List<ValueInfo> inputs) {
    this.inputs = inputs;
  }

  /**
   * {@link DataException} where an input is none of tokens.
   *
   * @param model whose inputs are looked at
   * @return which input takes ids, and which take masks, types and places
   */
  public static TokenInputs of(Model model) {
    List<ValueInfo> inputs = model.graph().dataInputs();
    for (ValueInfo input : inputs) {
      boolean whole = input.type() == DType.INT64 || input.type() == DType.INT32;
      if (!whole || input.dims().size() != 2) {
        throw new DataException(
            "the model's input "
                + input.name()
                + " "
                + input.dims()
                + " takes no tokens; a model of texts takes whole numbers of 32 or 64 bits, [N,"
                + " T]");
      }
    }
    return new TokenInputs(inputs);
  }

  /** {@return names of the inputs that take ids} */
  public Set<String> ids() {
    return inputs.stream()
        .map(ValueInfo::name)
        .filter(name -> TokenPart.of(name) == TokenPart.IDS)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /**
   * {@return how often each token occurs in the examples, by number} Padding does not count where
   * an input of the model masks it.
   *
   * @param examples whose inputs are token numbers
   */
  public Map<Integer, Long> counts(Dataset examples) {
    Map<Integer, Long> counts = new TreeMap<>();
    for (int from = 0; from < examples.size(); from += CHUNK) {
      int to = Math.min(examples.size(), from + CHUNK);
      Batch batch = examples.batch(IntStream.range(from, to).toArray());
      long[] shown = mask(batch);
      for (String name : ids()) {
        long[] tokens = Objects.requireNonNull(batch.inputs().get(name)).longs();
        for (int i = 0; i < tokens.length; i++) {
          if (shown.length != tokens.length || shown[i] != 0) {
            counts.merge(Math.toIntExact(tokens[i]), 1L, Long::sum);
          }
        }
      }
    }
    return counts;
  }

  /** Which tokens are no padding; empty where the model is not told. */
  private long[] mask(Batch batch) {
    return inputs.stream()
        .map(ValueInfo::name)
        .filter(name -> TokenPart.of(name) == TokenPart.MASK)
        .findFirst()
        .map(name -> Objects.requireNonNull(batch.inputs().get(name)).longs())
        .orElse(new long[0]);
  }

  /** {@return how many tokens the model takes; 0 for any number} */
  public int length() {
    return inputs.stream()
        .filter(i -> i.dims().get(1).known())
        .mapToInt(i -> (int) i.dims().get(1).size())
        .findFirst()
        .orElse(0);
  }

  /**
   * {@return inputs by name, {@code [N, length]}}
   *
   * @param ids of each text, row by row
   * @param used how many of them are no padding
   */
  public Map<String, Tensor> of(long[][] ids, int used) {
    int length = ids[0].length;
    Map<String, Tensor> fed = new LinkedHashMap<>();
    for (ValueInfo input : inputs) {
      TokenPart part = TokenPart.of(input.name());
      boolean wide = input.type() == DType.INT64;
      ByteBuffer all = Tensor.allocate(Math.multiplyExact(ids.length * length, wide ? 8 : 4));
      for (int i = 0; i < ids.length * length; i++) {
        int at = i % length;
        long value =
            switch (part) {
              case IDS -> at < used ? ids[i / length][at] : 0;
              case MASK -> at < used ? 1 : 0;
              case TYPES -> 0;
              case POSITIONS -> at;
            };
        all = wide ? all.putLong(value) : all.putInt((int) value);
      }
      fed.put(input.name(), new Tensor(input.type(), new int[] {ids.length, length}, all.flip()));
    }
    return fed;
  }
}
