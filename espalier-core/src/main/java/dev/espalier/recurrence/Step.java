package dev.espalier.recurrence;

import dev.espalier.model.Graph;
import dev.espalier.model.Node;
import dev.espalier.model.ValueInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One step of a Loop or a Scan, in the same words for both.
 *
 * @param node of the main graph
 * @param body of the step
 * @param carried from step to step
 * @param read one element a step, by the name inside (Scan)
 * @param stacked one element a step
 */
record Step(
    Node node,
    Graph body,
    List<Carried> carried,
    Map<String, Sequence> read,
    List<Stacked> stacked) {
  /**
   * @param inside name in the body
   * @param initial value of the main graph
   * @param next name in the body of what the next step gets
   * @param result value of the main graph; empty where it is not asked for
   */
  record Carried(String inside, String initial, String next, String result) {}

  /** A value of the main graph, read along an axis from its begin or from its end. */
  record Sequence(Outside.Axis time, boolean backward) {}

  /**
   * @param inside name in the body
   * @param result value of the main graph; empty where it is not asked for
   * @param axis along which it is put together
   * @param backward whether the first step's element comes last
   */
  record Stacked(String inside, String result, int axis, boolean backward) {}

  /** Null where the node does not fit its body, or an operator set before 9 wrote the Scan. */
  static @Nullable Step of(Node node, Graph body) {
    List<String> in = body.inputs().stream().map(ValueInfo::name).toList();
    List<String> out = body.outputs().stream().map(v -> source(v.name(), body)).toList();
    boolean loop = node.is("Loop");
    long sequences = node.intAttr("num_scan_inputs", 0);
    int ahead = loop ? 2 : 0; // number of the step and condition
    long states = loop ? in.size() - 2 : in.size() - sequences;
    int said = loop ? 1 : 0; // condition
    boolean fits =
        states >= 0
            && (loop || sequences > 0 && node.inputs().size() == in.size())
            && out.size() >= states + said;
    if (!fits) {
      return null;
    }
    List<Carried> carried = new ArrayList<>();
    for (int i = 0; i < states; i++) {
      carried.add(
          new Carried(in.get(ahead + i), node.input(ahead + i), out.get(said + i), node.output(i)));
    }
    Map<String, Sequence> read = new LinkedHashMap<>();
    for (int i = 0; !loop && i < sequences; i++) {
      String value = node.input((int) states + i);
      Outside.Axis time = new Outside.Axis(value, stated(node, "scan_input_axes", i));
      boolean backward = stated(node, "scan_input_directions", i) == 1;
      read.put(in.get((int) states + i), new Sequence(time, backward));
    }
    List<Stacked> stacked = new ArrayList<>();
    for (int i = 0; i < out.size() - said - states; i++) {
      int axis = stated(node, "scan_output_axes", i);
      boolean backward = stated(node, "scan_output_directions", i) == 1;
      int at = (int) states + i;
      stacked.add(new Stacked(out.get(said + at), node.output(at), axis, backward));
    }
    return new Step(node, body, carried, read, stacked);
  }

  /** What a value is a copy of. */
  private static String source(String value, Graph body) {
    String name = value;
    for (int i = body.nodes().size() - 1; i >= 0; i--) {
      Node node = body.nodes().get(i);
      if (node.is("Identity") && node.output(0).equals(name)) {
        name = node.input(0);
      }
    }
    return name;
  }

  private static int stated(Node node, String attribute, int i) {
    long[] all = node.intsAttr(attribute);
    return all == null || i >= all.length ? 0 : (int) all[i];
  }

  /** Whole of the step, inside of a Loop; empty for a Scan. */
  String counter() {
    return node.is("Loop") ? body.inputs().get(0).name() : "";
  }

  /** What says before a step that it is taken, inside of a Loop; empty for a Scan. */
  String goesOn() {
    return node.is("Loop") ? body.inputs().get(1).name() : "";
  }

  /** What the body says of the next step being taken; empty for a Scan. */
  String wantsMore() {
    return node.is("Loop") ? body.outputs().get(0).name() : "";
  }
}
