package dev.espalier.task;

import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.model.ValueInfo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The places behind the last token of every record of a batch, which a model need not compute: its
 * mask hides them, and what is pooled does not hold them. Only of embeddings of models that take
 * texts of any length.
 *
 * @param mask the input that is zero there; empty where nothing may be left out
 * @param inputs all that have the mask's axes
 */
public record Padding(String mask, List<String> inputs) {
  private static final Padding KEPT = new Padding("", List.of());

  public Padding {
    inputs = List.copyOf(inputs);
  }

  /**
   * What a model takes for padding.
   *
   * @param model with all its inputs
   * @param task what the outputs mean
   * @return its mask, and the inputs in which padded tokens can be left out; no inputs where none
   *     can
   */
  public static Padding of(Model model, Task task) {
    Pooling pooling = task.kind().pooling();
    if (task.composed() || pooling.tokens() == Pooling.Tokens.NONE) {
      return KEPT;
    }
    List<String> open =
        model.graph().dataInputs().stream()
            .filter(i -> i.dims().size() == 2 && !i.dims().get(1).known() && !i.type().floating())
            .map(ValueInfo::name)
            .toList();
    return open.size() < model.graph().dataInputs().size()
        ? KEPT
        : open.stream()
            .filter(Pooling::mask)
            .findFirst()
            .map(m -> new Padding(m, open))
            .orElse(KEPT);
  }

  /**
   * {@return the inputs without those places; one token stays}
   *
   * @param batch inputs by name
   */
  public Map<String, Tensor> leftOut(Map<String, Tensor> batch) {
    Tensor masked = batch.get(mask);
    if (masked == null || masked.rank() != 2) {
      return batch;
    }
    int tokens = masked.dims()[1];
    int longest = longest(masked);
    if (longest == tokens) {
      return batch;
    }
    int[] kept = IntStream.range(0, longest).toArray();
    Map<String, Tensor> shorter = new LinkedHashMap<>(batch);
    inputs.forEach(
        name ->
            shorter.computeIfPresent(
                name, (n, t) -> t.rank() == 2 && t.dims()[1] == tokens ? t.select(1, kept) : t));
    return shorter;
  }

  private static int longest(Tensor mask) {
    int tokens = mask.dims()[1];
    int longest = 1;
    for (int i = 0; i < mask.size(); i++) {
      if (mask.number(i) != 0) {
        longest = Math.max(longest, i % tokens + 1);
      }
    }
    return longest;
  }
}
