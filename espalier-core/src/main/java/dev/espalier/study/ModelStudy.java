package dev.espalier.study;

import dev.espalier.coupling.Coupling;
import dev.espalier.coupling.Group;
import dev.espalier.criterion.Criteria;
import dev.espalier.criterion.Criterion;
import dev.espalier.criterion.Evidence;
import dev.espalier.criterion.EvidenceGatherer;
import dev.espalier.criterion.EvidenceRequest;
import dev.espalier.data.Dataset;
import dev.espalier.data.Sample;
import dev.espalier.latency.Measuring;
import dev.espalier.latency.Staircases;
import dev.espalier.measure.Latency;
import dev.espalier.measure.LatencyRequest;
import dev.espalier.op.OpRules;
import dev.espalier.plan.Cost;
import dev.espalier.recipe.LatencySettings;
import dev.espalier.record.BarrierRecord;
import dev.espalier.record.ModelProfile;
import dev.espalier.record.ModelProfile.Sensitivity;
import dev.espalier.record.ModelProfile.WidthCost;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the model is like: what repeats itself, what is sensitive, what is barred. */
final class ModelStudy {
  static final int MOST_GROUPS = 48;
  static final int STAIRCASES = 8;
  static final double STAIRCASE_SECONDS = 5;

  /** Units of a group over those that it keeps in the narrowest model that is timed. */
  private static final int NARROW = 4;

  /** Multiply–accumulates that sensitivity may take: seconds. */
  private static final double WORK = 1e12;

  private static final int MOST = 512;
  private static final int FEWEST = 256;
  private static final int BATCH = 64;
  private static final int EVIDENCE = 512;

  private final StudyRequest request;
  private final Ground ground;

  ModelStudy(StudyRequest request, Ground ground) {
    this.request = request;
    this.ground = ground;
  }

  ModelProfile profile(Sample gate) {
    Coupling coupling = request.coupling();
    long macs = new Cost(coupling, OpRules.standard()).macs();
    List<Group> groups = largest(coupling, MOST_GROUPS);
    int cuts = Math.max(1, groups.size() * SensitivityPass.RATIOS.size() + removable(coupling));
    int together = Math.max(1, ground.task().groupSize());
    double work = Math.max(1.0, (double) macs * cuts * together);
    int most = ((int) Math.max(FEWEST, Math.min(MOST, WORK / work))) * together;
    Sample sample = gate.first(ground.task(), most);
    SensitivityPass pass = new SensitivityPass(coupling, request.coupler(), ground.task(), sample);
    return new ModelProfile(
        macs,
        new Redundancy(coupling.model(), coupling.shapes()).layers(gate),
        groups.isEmpty() ? List.of() : sensitivity(pass, groups),
        pass.blocks(MOST_GROUPS, request.progress()),
        sample.size(),
        coupling.barriers().stream()
            .map(b -> new BarrierRecord(b.node(), b.axis(), b.reason()))
            .toList(),
        staircases(coupling),
        leastTime(coupling));
  }

  /** Calls and what cannot be cut take the rest: no cut wins that. */
  private double leastTime(Coupling coupling) {
    if (!request.searching() || coupling.prunable().isEmpty()) {
      return Double.NaN;
    }
    Map<String, Integer> widths = new LinkedHashMap<>();
    coupling.prunable().forEach(g -> widths.put(g.name(), -Math.floorDiv(-g.units(), NARROW)));
    Latency latency =
        Latency.measure(
            List.of(Measuring.cut(coupling, widths), coupling.model()),
            timing().withSeconds(STAIRCASE_SECONDS));
    return latency.quietMicros(0) / latency.quietMicros(1);
  }

  private LatencyRequest timing() {
    LatencySettings settings = request.recipe().latency();
    return new LatencyRequest(
        settings.batch(), settings.threads(), settings.runs(), request.recipe().seed());
  }

  /** Of the groups with most MACs. */
  private List<WidthCost> staircases(Coupling coupling) {
    request.progress().at("time operators over width", 0, 1);
    List<WidthCost> costs =
        Staircases.measured(
            coupling, largest(coupling, STAIRCASES), timing().withSeconds(STAIRCASE_SECONDS));
    request.progress().at("time operators over width", 1, 1);
    return costs;
  }

  /** Those that save most, in the graph's order. */
  private static List<Group> largest(Coupling coupling, int most) {
    Cost cost = new Cost(coupling, OpRules.standard());
    Set<String> largest =
        coupling.prunable().stream()
            .sorted(Comparator.comparingLong(g -> cost.macs(Map.of(g.name(), 1))))
            .limit(most)
            .map(Group::name)
            .collect(java.util.stream.Collectors.toSet());
    return coupling.prunable().stream().filter(g -> largest.contains(g.name())).toList();
  }

  private static int removable(Coupling coupling) {
    return Math.min(MOST_GROUPS, coupling.removable().size());
  }

  private List<Sensitivity> sensitivity(SensitivityPass pass, List<Group> groups) {
    Coupling coupling = request.coupling();
    Dataset data = ground.train() == null ? ground.gate() : ground.train();
    Criterion criterion = Criteria.CATALOGUE.require(criterion());
    Evidence evidence =
        new EvidenceGatherer(null, Runtime.getRuntime().availableProcessors())
            .gather(
                Set.of(Evidence.Kind.ACTIVATIONS),
                new EvidenceRequest(
                    coupling.model(),
                    coupling,
                    data,
                    ground.task(),
                    null,
                    BATCH,
                    Math.min(EVIDENCE, request.recipe().cut().samples()),
                    request.recipe().seed(),
                    request.progress()));
    return pass.of(groups, criterion, evidence, request.progress());
  }

  /** The recipe's where activations are all it asks for; else the default. */
  private String criterion() {
    String name = request.recipe().cut().criterion();
    boolean cheap =
        !request.recipe().cut().openCriterion()
            && Set.of(Evidence.Kind.ACTIVATIONS, Evidence.Kind.WEIGHTS)
                .containsAll(Criteria.CATALOGUE.require(name).needs());
    return cheap ? name : "fluctuation";
  }
}
