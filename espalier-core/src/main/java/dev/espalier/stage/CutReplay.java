package dev.espalier.stage;

import dev.espalier.coupling.Coupling;
import dev.espalier.coupling.Group;
import dev.espalier.files.DataException;
import dev.espalier.model.Model;
import dev.espalier.model.Node;
import dev.espalier.model.Shapes;
import dev.espalier.model.Tensor;
import dev.espalier.op.Consumption;
import dev.espalier.op.OpRules;
import dev.espalier.plan.Folding;
import dev.espalier.plan.Mask;
import dev.espalier.plan.PrunePlan;
import dev.espalier.plan.Surgeon;
import dev.espalier.prepare.Certificate;
import dev.espalier.prepare.Prepared;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Does a cut again from its plan, with the certificate made anew. Where weights were masked, the
 * result must hold zeros there.
 *
 * @param name {@value #CUT} or {@value #MASK}: units that go, or weights that become zero
 */
public record CutReplay(String name) implements Replay {
  /** The stage that cuts units or blocks. */
  public static final String CUT = "cut";

  /** The stage that makes single weights zero. */
  public static final String MASK = "mask";

  /**
   * Describes a cut for plan.json: the stage is {@value #MASK} if the plan has masks, else {@value
   * #CUT}.
   *
   * @param plan of the model that came in
   * @return the cut as plan.json holds it
   */
  public static Done done(PrunePlan plan) {
    return Done.of(plan.masks().isEmpty() ? CUT : MASK, plan);
  }

  @Override
  public Stage.Result replay(Candidate before, Done done) {
    PrunePlan plan = done.as(PrunePlan.class);
    Prepared prepared = Prepared.of(before.model(), plan.heads());
    requireFit(plan, prepared.coupling());
    Coupling folded = Folding.apply(prepared.coupling(), plan, prepared.coupler());
    Model cut = new Surgeon(OpRules.standard()).apply(folded, plan);
    return new Stage.Result(
        before.then(cut, plan, done), Certificate.check(folded, plan, cut, null), StageNotes.NONE);
  }

  @Override
  public boolean exact() {
    return true;
  }

  @Override
  public String broken(Candidate after, Done done, Model result) {
    return unmasked(after.plan(), result);
  }

  private static void requireFit(PrunePlan plan, Coupling coupling) {
    plan.groups().forEach((name, keep) -> requireFit(name, keep, coupling));
    try {
      coupling.removable(plan.removed());
    } catch (IllegalArgumentException e) {
      throw misfit(String.valueOf(e.getMessage()));
    }
    Map<String, Integer> lengths = lengths(coupling);
    plan.constants()
        .forEach(
            (key, values) -> {
              if (lengths.getOrDefault(key, -1) != values.length) {
                throw misfit(
                    "constants for "
                        + key
                        + " ("
                        + values.length
                        + " values) fit nothing in the model");
              }
            });
    plan.masks()
        .forEach(
            (name, mask) -> {
              Tensor weights = coupling.model().graph().initializers().get(name);
              if (weights == null || !Arrays.equals(weights.dims(), mask.dims())) {
                throw misfit(
                    "the mask of "
                        + name
                        + " "
                        + Arrays.toString(mask.dims())
                        + " fits no weights of the model");
              }
            });
  }

  private static void requireFit(String name, PrunePlan.Keep keep, Coupling coupling) {
    Group group = coupling.group(name);
    if (group == null) {
      throw misfit("the model has no group " + name);
    }
    if (!group.prunable()) {
      throw misfit("group " + name + " may not be cut: " + group.reason());
    }
    int[] kept = keep.kept();
    boolean fits =
        keep.units() == group.units()
            && kept.length > 0
            && kept[0] >= 0
            && kept[kept.length - 1] < group.units();
    for (int i = 1; i < kept.length; i++) {
      fits &= kept[i - 1] < kept[i];
    }
    if (!fits) {
      throw misfit(
          "group "
              + name
              + " has "
              + group.units()
              + " units, of which the plan keeps "
              + Arrays.toString(kept)
              + " of "
              + keep.units());
    }
  }

  private static DataException misfit(String what) {
    return new DataException(
        "it does not fit the original: " + what + "; it is of another model or was changed");
  }

  /** Length of the axis of each consumption, by its key. */
  private static Map<String, Integer> lengths(Coupling coupling) {
    Map<String, Node> nodes = new LinkedHashMap<>();
    coupling.model().graph().nodes().forEach(n -> nodes.put(n.key(), n));
    Map<String, Integer> lengths = new LinkedHashMap<>();
    for (Consumption c : coupling.consumptions()) {
      Shapes.Observed shape =
          coupling.shapes().get(Objects.requireNonNull(nodes.get(c.node())).input(c.input()));
      lengths.put(Folding.key(c), shape == null ? -1 : shape.a()[c.axis()]);
    }
    return lengths;
  }

  /** The first masked weight that is not zero in the result; empty for none. */
  private static String unmasked(PrunePlan plan, Model result) {
    for (Map.Entry<String, Mask> entry : plan.masks().entrySet()) {
      Tensor weights = result.graph().initializers().get(entry.getKey());
      float[] keep = entry.getValue().tensor().floats();
      float[] values = weights == null ? new float[0] : weights.floats();
      for (int i = 0; i < keep.length; i++) {
        if (i >= values.length || (keep[i] == 0 && values[i] != 0)) {
          return "weight " + i + " of " + entry.getKey() + " is not zero";
        }
      }
    }
    return "";
  }
}
