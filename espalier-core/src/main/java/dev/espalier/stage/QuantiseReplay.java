package dev.espalier.stage;

import dev.espalier.files.DataException;
import dev.espalier.model.Graph;
import dev.espalier.model.Model;
import dev.espalier.model.Node;
import dev.espalier.model.Tensor;
import dev.espalier.prepare.Prepared;
import dev.espalier.prepare.SampleInputs;
import dev.espalier.quantise.QuantCertificate;
import dev.espalier.quantise.QuantPlan;
import dev.espalier.quantise.Quantisable;
import dev.espalier.quantise.Quantised;
import dev.espalier.quantise.Ready;
import dev.espalier.record.CertificateRecord;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes weights and values in fewer bits again from the plan, with a certificate made anew. */
public final class QuantiseReplay implements Replay {
  /** Its name in plan.json. */
  public static final String NAME = "quantise";

  /** Has no state. */
  public QuantiseReplay() {}

  /**
   * {@return the stage as plan.json holds it}
   *
   * @param plan of the model that came in
   */
  public static Done done(QuantPlan plan) {
    return Done.of(NAME, plan);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean exact() {
    return true;
  }

  @Override
  public Stage.Result replay(Candidate before, Done done) {
    QuantPlan plan = done.as(QuantPlan.class);
    Prepared prepared = Prepared.of(before.model(), before.plan().heads());
    Model ready = Ready.of(prepared.model());
    requireFit(plan, ready);
    Model quantised = Quantised.of(ready, plan);
    CertificateRecord proof =
        QuantCertificate.check(
            ready,
            plan,
            quantised,
            List.of(SampleInputs.of(ready, prepared.coupling().shapes(), true, 1)));
    return new Stage.Result(before.then(quantised, done), proof, StageNotes.NONE);
  }

  /** The grids of values come from the plan, whatever was trained before. */
  @Override
  public String broken(Candidate after, Done done, Model result) {
    Graph wanted = after.model().graph();
    Graph found = result.graph();
    for (int i = 0; i < wanted.nodes().size(); i++) {
      Node node = wanted.nodes().get(i);
      if (node.is("QuantizeLinear")
          && !grid(wanted, node).equals(grid(found, found.nodes().get(i)))) {
        return "node " + node.label() + " rounds to another grid than the plan's";
      }
    }
    return "";
  }

  private static List<@Nullable Tensor> grid(Graph graph, Node node) {
    return node.inputs().stream().skip(1).map(graph.initializers()::get).toList();
  }

  private static void requireFit(QuantPlan plan, Model model) {
    Graph graph = model.graph();
    Map<String, Quantisable> layers = Quantisable.byKey(graph);
    plan.layers()
        .forEach(
            (key, form) -> {
              Quantisable layer = layers.get(key);
              if (layer == null || form == null || !layer.forms().contains(form)) {
                throw misfit("the model has no layer " + key + " that could be " + form);
              }
            });
    plan.values()
        .forEach(
            (value, grid) -> {
              boolean known =
                  graph.producers().containsKey(value)
                      || graph.inputs().stream().anyMatch(i -> i.name().equals(value));
              if (!known) {
                throw misfit("the model has no value " + value);
              }
              if (grid == null || !grid.sound()) {
                throw misfit("the grid of " + value + " is none: its scale must be above 0");
              }
            });
  }

  private static DataException misfit(String what) {
    return new DataException(
        "it does not fit the original: " + what + "; it is of another model or was changed");
  }
}
