package dev.espalier.adaptive;

import dev.espalier.model.Model;
import dev.espalier.model.ValueInfo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Stages from cheap to dear: a row passes the first, and stops where it is sure enough; the last
 * always answers.
 *
 * <p>Throws {@link dev.espalier.model.ModelFormatException} with stage, reason and remedy where
 * stages do not fit together: names, types or sizes of inputs and outputs, a batch that is not
 * free, answers that are no floats, operators outside the standard, operator sets that differ. See
 * {@link #of} for stages that may still have a fixed batch or several operator sets.
 *
 * @param stages two at least
 */
public record Chain(List<ChainStage> stages) {
  public Chain {
    stages = List.copyOf(stages);
    ChainChecks.check(stages);
  }

  /**
   * {@return the chain of these stages, brought to one operator set (at least 13) and with a batch
   * of 1 made free} Each stage is run, and must treat its rows one by one.
   *
   * @param stages in order; the last always answers
   */
  public static Chain of(List<ChainStage> stages) {
    long opset = stages.stream().mapToLong(s -> s.model().opset()).max().orElse(0);
    return new Chain(stages.stream().map(stage -> levelled(stage, opset)).toList());
  }

  private static ChainStage levelled(ChainStage stage, long opset) {
    Model model = Opsets.raised(stage.model(), Math.max(opset, Opsets.LOWEST), stage.label());
    return stage.withModel(FreeRows.of(model, stage.label()));
  }

  /**
   * Throws {@link dev.espalier.model.ModelFormatException} where a model cannot be the last stage
   * of any chain, whatever the others are, so that it is known before they are made. The model is
   * run.
   *
   * @param last the whole model
   */
  public static void requireLast(ChainStage last) {
    ChainChecks.fit(List.of(levelled(last, last.model().opset())));
  }

  /** {@return number of stages} */
  public int size() {
    return stages.size();
  }

  /**
   * {@return the {@code k}-th stage, counted from 0}
   *
   * @param k number of the stage, from 0
   */
  public ChainStage stage(int k) {
    return stages.get(k);
  }

  /** {@return the stage that always answers} */
  public ChainStage last() {
    return stages.get(stages.size() - 1);
  }

  /** {@return inputs of the whole chain, in the order in which stages first read them} */
  public List<ValueInfo> inputs() {
    return readFrom(0);
  }

  /** {@return outputs of the whole chain: those of the original} */
  public List<ValueInfo> answers() {
    return last().answers();
  }

  /** Inputs of the whole chain that stage {@code k} or a later one reads. */
  List<ValueInfo> readFrom(int k) {
    Map<String, ValueInfo> read = new LinkedHashMap<>();
    for (int i = k; i < stages.size(); i++) {
      for (ValueInfo input : stages.get(i).model().graph().dataInputs()) {
        if (!carriedTo(i).contains(input.name())) {
          read.putIfAbsent(input.name(), input);
        }
      }
    }
    return List.copyOf(read.values());
  }

  private List<String> carriedTo(int k) {
    return k == 0 ? List.of() : stages.get(k - 1).carried();
  }
}
