package dev.espalier.prepare;

import dev.espalier.coupling.Coupling;
import dev.espalier.coupling.Group;
import dev.espalier.coupling.Slot;
import dev.espalier.data.ClassMark;
import dev.espalier.files.DataException;
import dev.espalier.model.Graph;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.model.ValueInfo;
import dev.espalier.op.Axis;
import dev.espalier.op.OpRules;
import dev.espalier.ort.Closeness;
import dev.espalier.ort.Session;
import dev.espalier.ort.SessionOptions;
import dev.espalier.plan.PrunePlan;
import dev.espalier.plan.Surgeon;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A classifier that answers with some of its classes alone: the rows of the layer that makes the
 * others go, and the output is as much narrower.
 *
 * <p>The output is a barrier for every other cut; this one is asked for. Proof: in ONNX Runtime the
 * narrow output equals the kept columns of the whole one (after a Softmax, their shares of the sum)
 * within the certificate's limits, and further outputs stay as they are.
 *
 * @param model with the narrow output, its classes marked
 * @param closeness to the whole model on seeded inputs
 */
@SuppressWarnings("exports") // called by this module and the command line alone
public record Narrow(Model model, Closeness closeness) {
  private static final long SEED = 1;

  /**
   * Narrows a classifier to some of its classes, and compares its answers with the original's.
   *
   * @param original the model with an output for every class
   * @param output of {@code original}, {@code [batch, classes]}
   * @param classes that are kept, ascending
   * @return the model with an output for each class kept
   * @throws DataException where the output cannot be narrowed, with the reason
   */
  public static Narrow of(Model original, String output, List<Integer> classes) {
    List<String> words = original.ending().names();
    if (!words.isEmpty()) {
      throw refusal(
          output,
          "the file also says which class it is ("
              + String.join(", ", words)
              + "), and would name wrong ones; export it with its scores as the only output");
    }
    Prepared prepared = Prepared.of(original, "blocks");
    var shape = prepared.coupling().shapes().get(output);
    if (shape == null || shape.rank() != 2) {
      throw refusal(output, "it is no table of one row per record and one column a class");
    }
    int[] kept = classes.stream().mapToInt(Integer::intValue).toArray();
    Model cut = columns(prepared, output, kept);
    Closeness closeness = closeness(prepared, cut, output, kept);
    if (!closeness.within()) {
      throw refusal(output, "the narrow model would answer otherwise: its classes are not apart");
    }
    return new Narrow(ClassMark.put(cut, classes), closeness);
  }

  /**
   * {@return the model with some columns of an output alone, unproven}
   *
   * @param kept numbers along the output's last axis, ascending
   */
  static Model columns(Prepared prepared, String output, int[] kept) {
    Group group = group(prepared.coupling(), output, kept);
    Coupling free = freed(prepared.coupling(), group);
    PrunePlan plan = PrunePlan.keeping("blocks", free, Map.of(group.name(), kept));
    return restated(new Surgeon(OpRules.standard()).apply(free, plan), output, kept.length);
  }

  private static Group group(Coupling coupling, String output, int[] kept) {
    var shape = coupling.shapes().get(output);
    int last = shape == null ? 0 : shape.rank() - 1;
    int columns = shape == null || shape.rank() == 0 ? 0 : shape.a()[last];
    if (kept.length >= columns || kept[kept.length - 1] >= columns) {
      throw refusal(
          output, "it has " + columns + " columns, and those kept are " + Arrays.toString(kept));
    }
    for (Group group : coupling.groups()) {
      for (Slot slot : group.slots()) {
        if (slot.axis().equals(new Axis(output, last)) && ordered(slot, columns, group.units())) {
          return group;
        }
      }
    }
    throw refusal(output, "no layer with weights makes its columns one by one");
  }

  /** Whether column and unit are the same number. */
  private static boolean ordered(Slot slot, int columns, int units) {
    int[] at = slot.units();
    boolean same = at.length == columns && units == columns;
    for (int i = 0; same && i < columns; i++) {
      same = at[i] == i;
    }
    return same;
  }

  private static Coupling freed(Coupling c, Group group) {
    List<Group> groups = new ArrayList<>(c.groups());
    Group free = new Group(group.name(), group.units(), group.slots(), true, "");
    groups.replaceAll(g -> g.name().equals(group.name()) ? free : g);
    return new Coupling(c.model(), c.shapes(), groups, c.barriers(), c.consumptions(), c.blocks());
  }

  private static Model restated(Model model, String output, int columns) {
    Graph graph = model.graph();
    List<ValueInfo> outputs = new ArrayList<>(graph.outputs());
    outputs.replaceAll(
        o -> o.name().equals(output) && !o.dims().isEmpty() ? o.withDims(narrow(o, columns)) : o);
    return model.withGraph(graph.withOutputs(outputs));
  }

  private static List<ValueInfo.Dim> narrow(ValueInfo output, int columns) {
    List<ValueInfo.Dim> dims = new ArrayList<>(output.dims());
    dims.set(dims.size() - 1, ValueInfo.Dim.of(columns));
    return dims;
  }

  private static Closeness closeness(Prepared whole, Model cut, String output, int[] kept) {
    Map<String, Tensor> inputs =
        SampleInputs.of(whole.model(), whole.coupling().shapes(), true, SEED);
    try (Session first = Session.open(whole.model(), SessionOptions.threads(1));
        Session second = Session.open(cut, SessionOptions.threads(1))) {
      Map<String, Tensor> expected = new LinkedHashMap<>(first.run(inputs));
      boolean shares =
          whole.model().graph().producers().get(output) != null
              && whole.model().graph().producers().get(output).is("Softmax");
      expected.computeIfPresent(
          output, (n, t) -> shares ? shares(t.select(1, kept)) : t.select(1, kept));
      return Closeness.of(expected, second.run(inputs), Certificate.RTOL, Certificate.ATOL);
    }
  }

  private static Tensor shares(Tensor kept) {
    float[] values = kept.floats();
    int columns = kept.dims()[1];
    for (int from = 0; from < values.length; from += columns) {
      double sum = 0;
      for (int i = from; i < from + columns; i++) {
        sum += values[i];
      }
      for (int i = from; i < from + columns; i++) {
        values[i] = (float) (values[i] / sum);
      }
    }
    return Tensor.floats(values, kept.dims());
  }

  private static DataException refusal(String output, String why) {
    return new DataException(
        "the model's output "
            + output
            + " cannot be narrowed: "
            + why
            + "; leave `domain.outputs` out, and the model keeps all its outputs");
  }
}
