package dev.espalier.cut;

import dev.espalier.coupling.Coupling;
import dev.espalier.criterion.Activations;
import dev.espalier.criterion.BlockScores;
import dev.espalier.criterion.Evidence;
import dev.espalier.criterion.EvidenceGatherer;
import dev.espalier.criterion.EvidenceRequest;
import dev.espalier.data.Batch;
import dev.espalier.data.Dataset;
import dev.espalier.data.Rows;
import dev.espalier.job.Examples;
import dev.espalier.model.FreeBatch;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.op.OpRules;
import dev.espalier.plan.Folding;
import dev.espalier.plan.LeftBehind;
import dev.espalier.plan.PrunePlan;
import dev.espalier.plan.Surgeon;
import dev.espalier.prepare.Prepared;
import dev.espalier.prepare.SampleInputs;
import dev.espalier.progress.Progress;
import dev.espalier.recipe.FoldMode;
import dev.espalier.recipe.Granularity;
import dev.espalier.recipe.Recipe;
import dev.espalier.task.Task;
import dev.espalier.tune.Teacher;
import dev.espalier.tune.Tools;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Gathers what criteria and constant folding need to know of a model: on the training examples, or
 * without data.
 */
public final class Gathering {
  private static final int BATCH = 64;

  private final EvidenceGatherer gatherer;
  private final @Nullable Dataset data;
  private final Task task;
  private final @Nullable Teacher teacher;
  private final Recipe recipe;
  private final Progress progress;
  private final int fixedBatch;
  private final IdentityHashMap<Coupling, Activations> means = new IdentityHashMap<>();

  public Gathering(
      Tools tools,
      Recipe recipe,
      @Nullable Examples examples,
      @Nullable Teacher teacher,
      Model original) {
    this.gatherer =
        new EvidenceGatherer(tools.gradients(), Runtime.getRuntime().availableProcessors());
    this.data =
        examples == null ? null : examples.train() != null ? examples.train() : examples.gate();
    this.task = examples == null ? Task.UNLABELLED : examples.task();
    this.teacher = teacher;
    this.recipe = recipe;
    this.progress = tools.progress();
    this.fixedBatch = FreeBatch.fixedBatch(original);
  }

  /**
   * What a recipe names, which may be another than the run's own; where it is open, fluctuation
   * with data, l2 without; for single weights l1.
   */
  String criterion(Recipe asked) {
    if (!asked.cut().openCriterion()) {
      return asked.cut().criterion();
    }
    return asked.cut().granularity() == Granularity.WEIGHTS
        ? "l1"
        : data != null ? "fluctuation" : "l2";
  }

  /**
   * Throws {@link dev.espalier.recipe.RecipeException} if evidence is asked for that needs data
   * where there is none.
   */
  Evidence evidence(Coupling coupling, Set<Evidence.Kind> kinds) {
    Dataset examples = data;
    if (kinds.equals(Set.of(Evidence.Kind.WEIGHTS)) || kinds.isEmpty()) {
      return Evidence.weights(coupling.model(), coupling, recipe.seed());
    }
    if (examples == null) {
      throw new dev.espalier.recipe.RecipeException(
          "cut.criterion needs data ("
              + kinds
              + "), but none was given; add --data, or choose a criterion that reads weights alone (l1, l2, bn-scale, random)");
    }
    return gatherer.gather(kinds, request(coupling.model(), coupling, examples));
  }

  private EvidenceRequest request(Model model, Coupling coupling, Dataset examples) {
    int batch = fixedBatch > 0 ? fixedBatch : BATCH;
    return new EvidenceRequest(
        model,
        coupling,
        examples,
        task,
        teacher,
        batch,
        recipe.cut().samples(),
        recipe.seed(),
        progress);
  }

  /** The plan with the constants that its cut units leave behind. */
  PrunePlan withConstants(Coupling coupling, PrunePlan plan, FoldMode fold) {
    if (fold == FoldMode.NONE || plan.groups().isEmpty()) {
      return plan;
    }
    Dataset examples = data;
    Activations means =
        examples != null && fold != FoldMode.BIAS
            ? means(coupling, examples)
            : gatherer.means(
                request(LeftBehind.withoutInputs(coupling, plan), coupling, invented(coupling)));
    return plan.withConstants(LeftBehind.constants(coupling, plan, means));
  }

  /** CutMethods of one model are asked for at every width that is tried; they are gathered once. */
  private synchronized Activations means(Coupling coupling, Dataset examples) {
    Activations known = means.get(coupling);
    if (known == null) {
      known = gatherer.means(request(coupling.model(), coupling, examples));
      means.clear();
      means.put(coupling, known);
    }
    return known;
  }

  /** What is lost with each residual block: on examples, or on noise without any. */
  BlockScores blocks(Coupling coupling) {
    return gatherer.blocks(any(coupling));
  }

  /** Loss of a prepared model once it is cut by a plan, on examples or on noise, without tuning. */
  double loss(Prepared prepared, PrunePlan plan) {
    Coupling folded = Folding.apply(prepared.coupling(), plan, prepared.coupler());
    Model cut = new Surgeon(OpRules.standard()).apply(folded, plan);
    return gatherer.loss(any(prepared.coupling()), cut);
  }

  private EvidenceRequest any(Coupling coupling) {
    Dataset examples = data;
    return request(coupling.model(), coupling, examples == null ? invented(coupling) : examples);
  }

  /**
   * Records of seeded noise, for what does not depend on the data. Inputs of unlike length (nodes
   * and edges of a graph) are one record together.
   */
  private static Dataset invented(Coupling coupling) {
    Map<String, Tensor> inputs = SampleInputs.of(coupling.model(), coupling.shapes(), true, 3);
    int[] sizes =
        inputs.values().stream()
            .filter(t -> t.rank() > 0)
            .mapToInt(t -> t.dims()[0])
            .distinct()
            .toArray();
    boolean single = sizes.length != 1;
    int size = single ? 1 : sizes[0];
    return new Dataset() {
      @Override
      public int size() {
        return size;
      }

      @Override
      public Batch batch(int[] rows) {
        Map<String, Tensor> picked = new LinkedHashMap<>();
        inputs.forEach(
            (name, tensor) ->
                picked.put(name, single || tensor.rank() == 0 ? tensor : tensor.select(0, rows)));
        return new Batch(picked, null, rows.length);
      }
    };
  }

  /** A few real records for the certificate; null without data. */
  @Nullable Map<String, Tensor> realInputs() {
    Dataset examples = data;
    if (examples == null || examples.size() == 0) {
      return null;
    }
    int n = fixedBatch > 0 ? fixedBatch : Math.min(8, examples.size());
    return n > examples.size() ? null : examples.batch(Rows.all(n).numbers()).inputs();
  }
}
