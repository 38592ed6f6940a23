package dev.espalier.plan;

import dev.espalier.coupling.Coupling;
import dev.espalier.model.Node;
import dev.espalier.model.Shapes;
import dev.espalier.op.Axis;
import dev.espalier.op.Consumption;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Constants of a cut that followed another, counted in positions of the original. */
final class CutConstants {
  private static final String MADE_BY_FOLDING = "/product";

  private CutConstants() {}

  /**
   * The constants of {@code first}, and those of {@code next} where its positions were before
   * {@code first} was applied.
   */
  static Map<String, float[]> joined(PrunePlan first, PrunePlan next, Coupling original) {
    KeptAxes kept = new KeptAxes(original, first);
    Map<String, Node> nodes = new LinkedHashMap<>();
    original.model().graph().nodes().forEach(n -> nodes.put(n.key(), n));
    Map<String, float[]> all = new LinkedHashMap<>(first.constants());
    for (Consumption c : original.consumptions()) {
      String key = Folding.key(c);
      float[] later = later(next, c);
      Node node = nodes.get(c.node());
      Shapes.Observed shape = node == null ? null : original.shapes().get(node.input(c.input()));
      if (later != null && node != null && shape != null) {
        int[] positions = kept.kept(new Axis(node.input(c.input()), c.axis()));
        float[] before = all.getOrDefault(key, new float[shape.a()[c.axis()]]);
        all.put(key, placed(before, later, positions));
      }
    }
    return all;
  }

  /**
   * Folding gives a product a new output, and with it another key, when it adds a bias behind it.
   */
  private static float @Nullable [] later(PrunePlan next, Consumption c) {
    float[] plain = next.constants().get(Folding.key(c));
    Consumption renamed =
        new Consumption(c.node() + MADE_BY_FOLDING, c.input(), c.axis(), c.kind());
    return plain != null ? plain : next.constants().get(Folding.key(renamed));
  }

  private static float[] placed(float[] before, float[] later, int @Nullable [] positions) {
    float[] out = before.clone();
    for (int i = 0; i < later.length; i++) {
      int at = positions == null ? i : positions[i];
      out[at] = later[i] == 0 ? out[at] : later[i];
    }
    return out;
  }
}
