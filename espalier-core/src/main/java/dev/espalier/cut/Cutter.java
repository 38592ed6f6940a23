package dev.espalier.cut;

import dev.espalier.allocation.Allocation;
import dev.espalier.allocation.Allocations;
import dev.espalier.allocation.Budget;
import dev.espalier.allocation.Limits;
import dev.espalier.allocation.Masks;
import dev.espalier.allocation.Normalisation;
import dev.espalier.allocation.UnitChoice;
import dev.espalier.coupling.Coupling;
import dev.espalier.coupling.Group;
import dev.espalier.criterion.Criteria;
import dev.espalier.criterion.Criterion;
import dev.espalier.criterion.Evidence;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.op.OpRules;
import dev.espalier.plan.Cost;
import dev.espalier.plan.Folding;
import dev.espalier.plan.Lineage;
import dev.espalier.plan.Mask;
import dev.espalier.plan.PrunePlan;
import dev.espalier.plan.Surgeon;
import dev.espalier.prepare.Baseline;
import dev.espalier.prepare.Certificate;
import dev.espalier.prepare.Prepared;
import dev.espalier.recipe.CutSettings;
import dev.espalier.recipe.Granularity;
import dev.espalier.recipe.Recipe;
import dev.espalier.recipe.Target;
import dev.espalier.record.CertificateRecord;
import dev.espalier.stage.Candidate;
import dev.espalier.stage.CutReplay;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Cuts a candidate to a budget: evidence → scores → allotment → plan → constants → surgery →
 * certificate.
 */
public final class Cutter {
  private final Recipe recipe;
  private final Gathering gathering;
  private final Baseline baseline;
  private final Coupling original;
  private final BlockCut blockCut;
  private final Floors floors;
  private final Criterion criterion;

  public Cutter(Recipe recipe, Gathering gathering, Baseline baseline, Coupling original) {
    this.recipe = recipe;
    this.gathering = gathering;
    this.baseline = baseline;
    this.original = original;
    this.blockCut = new BlockCut(recipe, gathering, original);
    this.floors = new Floors(recipe, original);
    this.criterion = Criteria.CATALOGUE.require(gathering.criterion(recipe));
  }

  /** The same with other methods. */
  Cutter with(Recipe changed) {
    return new Cutter(changed, gathering, baseline, original);
  }

  /**
   * A candidate with all that is needed to cut it, at any ratio.
   *
   * @param from what is cut
   * @param prepared its coupling
   * @param evidence gathered on it
   * @param frozen groups that stay whole
   * @param scores of its units by group
   * @param blocks what would be lost with each residual block that may go
   */
  public record Ready(
      Candidate from,
      Prepared prepared,
      Evidence evidence,
      Set<String> frozen,
      Map<String, double[]> scores,
      Map<String, Double> blocks) {}

  /** Gathers evidence and scores units: the expensive part, done once for a candidate. */
  public Ready ready(Candidate from) {
    Prepared prepared = Prepared.of(from.model(), recipe.cut().heads().word());
    Granularity granularity = granularity(prepared.coupling());
    Evidence evidence =
        gathering.evidence(
            prepared.coupling(), granularity == Granularity.BLOCKS ? Set.of() : criterion.needs());
    Set<String> frozen = frozen(from, prepared.coupling());
    return new Ready(
        from,
        prepared,
        evidence,
        frozen,
        granularity.cutsUnits() ? scores(prepared.coupling(), evidence, frozen) : Map.of(),
        blockCut.losses(prepared.coupling()));
  }

  /** What the recipe cuts, or where ways of cutting are compared, all that any of them cuts. */
  private Granularity granularity(Coupling coupling) {
    boolean compared = recipe.search().screen() > 0;
    return compared && !coupling.removable().isEmpty()
        ? Granularity.UNITS_AND_BLOCKS
        : recipe.cut().granularity();
  }

  /** What the recipe leaves whole, and what could not be told in terms of the original. */
  private Set<String> frozen(Candidate from, Coupling coupling) {
    CutSettings cut = recipe.cut();
    Set<String> frozen = new LinkedHashSet<>(Names.frozen(coupling, cut.include(), cut.exclude()));
    frozen.addAll(new Lineage(original, from.plan(), coupling).strangers());
    return frozen;
  }

  /** Cuts what is left of the original to a budget, as the recipe says. */
  CutResult cut(Ready ready, Budget budget) {
    return recipe.cut().granularity() == Granularity.WEIGHTS
        ? mask(ready, budget.target())
        : cut(ready, budget, CutStyle.of(recipe));
  }

  /** Cuts units and blocks in a given way. */
  CutResult cut(Ready ready, Budget budget, CutStyle way) {
    Coupling coupling = ready.prepared().coupling();
    BlockCut.Chosen chosen =
        switch (way.granularity()) {
          case BLOCKS -> blockCut.blocks(coupling, ready.blocks(), budget);
          case UNITS_AND_BLOCKS -> both(ready, budget, way);
          case UNITS, WEIGHTS -> units(ready, budget, way);
        };
    List<String> notes = chosen.note().isEmpty() ? List.of() : List.of(chosen.note());
    return apply(ready, chosen.plan(), new Outcome(chosen.ratio(), chosen.shortfall(), notes));
  }

  private BlockCut.Chosen both(Ready ready, Budget budget, CutStyle way) {
    BlockCut.Units units = b -> units(ready, b, way);
    return Double.isNaN(way.depth())
        ? blockCut.both(ready.prepared(), ready.blocks(), budget, units)
        : blockCut.both(ready.prepared(), ready.blocks(), budget, way.depth(), units);
  }

  private BlockCut.Chosen units(Ready ready, Budget budget, CutStyle way) {
    Coupling coupling = ready.prepared().coupling();
    Allocation allocation = Allocations.CATALOGUE.require(way.allocation());
    Floors.Found found =
        floors.choose(
            least ->
                allocation.choose(
                    new Allocation.Request(
                        coupling, ready.scores(), budget, limits(ready, way.round(), least))));
    return BlockCut.of(keeping(coupling, found.allotment().kept()), found);
  }

  /** Cuts to given widths; groups that are not named stay whole. */
  CutResult cut(Ready ready, Map<String, Integer> widths, double achieved, String shortfall) {
    return apply(ready, plan(ready, widths), new Outcome(achieved, shortfall, List.of()));
  }

  /** The model at given widths alone, for a first look: without plan and certificate. */
  Model model(Ready ready, Map<String, Integer> widths) {
    PrunePlan plan = plan(ready, widths);
    return surgery(
        Folding.apply(ready.prepared().coupling(), plan, ready.prepared().coupler()), plan);
  }

  /** A candidate made ready, as long as the original where lengths depend on what is said. */
  public Prepared prepared(Candidate candidate) {
    return Prepared.of(candidate.model(), recipe.cut().heads().word())
        .asLongAs(original, candidate.plan());
  }

  /** What is left of the original for widths of a candidate, in one measure. */
  Budget budget(Ready ready, Target what, double ratio) {
    Cost cost = new Cost(ready.prepared().coupling(), OpRules.standard());
    return new CostBudget(what, ratio, cost, baseline);
  }

  AsWritten asWritten() {
    return new AsWritten(baseline, recipe.cut().granularity() == Granularity.WEIGHTS);
  }

  /** What a candidate is of the original in one measure. */
  public double share(Prepared candidate, Target what) {
    if (what == Target.BYTES) {
      return baseline.bytes(candidate.original());
    } else if (what == Target.PARAMS) {
      return baseline.parameters(candidate.original());
    }
    Cost cost = new Cost(candidate.coupling(), OpRules.standard());
    return new CostBudget(what, 1, cost, baseline).ratio(Map.of());
  }

  /** Groups and blocks that are not named stay whole. */
  private PrunePlan plan(Ready ready, Map<String, Integer> widths) {
    Map<String, int[]> kept = new LinkedHashMap<>();
    ready
        .scores()
        .forEach(
            (group, scores) ->
                kept.put(
                    group, UnitChoice.best(scores, widths.getOrDefault(group, scores.length))));
    Coupling coupling = ready.prepared().coupling();
    List<String> removed =
        ready.blocks().keySet().stream().filter(b -> widths.getOrDefault(b, 1) == 0).toList();
    return keeping(coupling, kept).without(removed, coupling);
  }

  private PrunePlan keeping(Coupling coupling, Map<String, int[]> kept) {
    PrunePlan plan = PrunePlan.keeping(recipe.cut().heads().word(), coupling, kept);
    return gathering.withConstants(coupling, plan, recipe.cut().fold());
  }

  private static Model surgery(Coupling folded, PrunePlan plan) {
    return new Surgeon(OpRules.standard()).apply(folded, plan);
  }

  private record Outcome(double achieved, String shortfall, List<String> notes) {}

  private CutResult apply(Ready ready, PrunePlan plan, Outcome outcome) {
    Coupling folded = Folding.apply(ready.prepared().coupling(), plan, ready.prepared().coupler());
    Model cut = surgery(folded, plan);
    CertificateRecord certificate = Certificate.check(folded, plan, cut, gathering.realInputs());
    return new CutResult(
        ready
            .from()
            .then(
                cut,
                ready.from().plan().then(plan, original, ready.prepared().coupling()),
                CutReplay.done(plan)),
        outcome.achieved(),
        certificate,
        ready.scores(),
        outcome.shortfall(),
        null,
        outcome.notes());
  }

  /** The narrowest widths that are still sensible, and 0 for each residual block that may go. */
  Map<String, Integer> smallest(Ready ready) {
    Map<String, Integer> widths = new LinkedHashMap<>();
    Map<String, Integer> least = floors.units();
    for (Group group : ready.prepared().coupling().prunable()) {
      if (ready.scores().containsKey(group.name())) {
        int floor = least.getOrDefault(group.name(), 1);
        widths.put(
            group.name(),
            Arrays.stream(UnitChoice.widths(group, limits(ready)))
                .filter(width -> width >= floor)
                .min()
                .orElse(group.units()));
      }
    }
    ready.blocks().keySet().forEach(block -> widths.put(block, 0));
    return widths;
  }

  /** Without floors: whoever tries widths sees what is lost with each. */
  Limits limits(Ready ready) {
    return limits(ready, recipe.cut().step(), Map.of());
  }

  private Limits limits(Ready ready, int round, Map<String, Integer> floors) {
    CutSettings cut = recipe.cut();
    return new Limits(cut.maxCut(), round, ready.frozen(), normalisation(), floors);
  }

  /**
   * {@code auto}: what stands for a loss is weighed against cost, everything else against its
   * group.
   */
  private Normalisation normalisation() {
    return switch (recipe.cut().normalise()) {
      case AUTO -> standsForLoss() ? Normalisation.COST : Normalisation.MEAN;
      case NONE -> Normalisation.NONE;
      case MEAN -> Normalisation.MEAN;
      case MAX -> Normalisation.MAX;
      case SUM -> Normalisation.SUM;
      case COST -> Normalisation.COST;
    };
  }

  private boolean standsForLoss() {
    return criterion.needs().stream().anyMatch(k -> k != Evidence.Kind.WEIGHTS)
        && recipe.cut().granularity() != Granularity.WEIGHTS;
  }

  private Map<String, double[]> scores(Coupling coupling, Evidence evidence, Set<String> frozen) {
    Map<String, double[]> scores = new LinkedHashMap<>();
    for (Group group : coupling.prunable()) {
      if (!frozen.contains(group.name()) && criterion.refusal(group, evidence).isEmpty()) {
        scores.put(group.name(), criterion.scores(group, evidence));
      }
    }
    return scores;
  }

  /**
   * Single weights become zero; the structure stays, so the certificate compares a masked model
   * with itself.
   */
  private CutResult mask(Ready ready, double density) {
    Coupling coupling = ready.prepared().coupling();
    Set<String> frozen = Names.frozen(coupling, recipe.cut().include(), recipe.cut().exclude());
    Map<String, float[]> scores = new LinkedHashMap<>();
    Map<String, int[]> dims = new LinkedHashMap<>();
    for (String name : Masks.eligible(coupling, frozen)) {
      scores.put(name, criterion.weightScores(name, ready.evidence()));
      dims.put(
          name,
          java.util.Objects.requireNonNull(coupling.model().graph().initializers().get(name))
              .dims());
    }
    Map<String, Tensor> masks =
        Allocations.CATALOGUE
            .require(CutStyle.allocation(recipe))
            .masks(new Allocation.SingleWeights(scores, dims, density, normalisation()));
    Map<String, Mask> kept = new LinkedHashMap<>();
    masks.forEach((name, tensor) -> kept.put(name, Mask.of(tensor)));
    PrunePlan plan = PrunePlan.whole(recipe.cut().heads().word()).withMasks(kept);
    return apply(ready, plan, new Outcome(density, "", List.of()));
  }
}
