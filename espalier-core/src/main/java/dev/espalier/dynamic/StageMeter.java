package dev.espalier.dynamic;

import dev.espalier.adaptive.Chain;
import dev.espalier.adaptive.ChainStage;
import dev.espalier.measure.Latency;
import dev.espalier.measure.LatencyRequest;
import dev.espalier.model.Model;
import dev.espalier.op.OpRules;
import dev.espalier.plan.Cost;
import dev.espalier.prepare.Prepared;
import dev.espalier.recipe.LatencySettings;
import dev.espalier.recipe.Recipe;
import dev.espalier.record.Figures;
import dev.espalier.routing.StageCosts;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * What passing each stage costs a record: counted, and measured at the recipe's batch and threads;
 * for stages whose cost depends on the record, the means that were measured when they were made.
 */
final class StageMeter {
  static final String MACS = "MACs";
  static final String MICROS = "µs";

  private final Model original;
  private final Map<Model, Double> macs = new IdentityHashMap<>();
  private final Map<Model, Double> micros = new IdentityHashMap<>();

  /**
   * Times all stages of all these chains, each model once, and the original alone, in one
   * interleaved run.
   */
  StageMeter(List<StageLine> lines, Model original, Recipe recipe) {
    this.original = original;
    Map<Model, Variant.Measured> measured = measured(lines);
    measured.forEach((model, cost) -> macs.put(model, cost.macs()));
    List<Model> models = new ArrayList<>(List.of(original));
    lines.forEach(l -> l.chain().stages().stream().map(ChainStage::model).forEach(models::add));
    List<Model> once = new ArrayList<>();
    for (Model model : models) {
      if (!macs.containsKey(model)) {
        macs.put(model, (double) count(model));
        once.add(model);
      }
    }
    LatencySettings timed = recipe.latency();
    Latency latency =
        Latency.measure(
            once, new LatencyRequest(timed.batch(), timed.threads(), timed.runs(), recipe.seed()));
    for (int i = 0; i < once.size(); i++) {
      Figures.LatencyFigure figure = latency.figures().get(i);
      micros.put(once.get(i), figure.medianMicros() / figure.batch());
    }
    measured.forEach((model, cost) -> micros.put(model, cost.time() * original(MICROS)));
  }

  /** Stages whose costs depend on the record. */
  private static Map<Model, Variant.Measured> measured(List<StageLine> lines) {
    Map<Model, Variant.Measured> found = new IdentityHashMap<>();
    for (StageLine line : lines) {
      for (int k = 0; k < line.variants().size(); k++) {
        Variant.Measured cost = line.variants().get(k).measured();
        if (cost != null) {
          found.put(line.chain().stage(k).model(), cost);
        }
      }
    }
    return found;
  }

  StageCosts macs(Chain chain) {
    return costs(chain, macs, MACS);
  }

  StageCosts micros(Chain chain) {
    return costs(chain, micros, MICROS);
  }

  /** Of the stages alone, without what choosing takes. */
  StageCosts costs(Chain chain, String unit) {
    return unit.equals(MACS) ? macs(chain) : micros(chain);
  }

  /** Of a record in the original alone. */
  double original(String unit) {
    return (unit.equals(MACS) ? macs : micros).getOrDefault(original, Double.NaN);
  }

  private static StageCosts costs(Chain chain, Map<Model, Double> each, String unit) {
    return new StageCosts(
        chain.stages().stream().mapToDouble(s -> each.getOrDefault(s.model(), 0.0)).toArray(),
        unit);
  }

  /** Multiply-accumulates of one record. */
  static long count(Model model) {
    return new Cost(Prepared.of(model, "blocks").coupling(), OpRules.standard()).macs();
  }
}
