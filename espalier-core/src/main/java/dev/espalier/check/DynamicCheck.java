package dev.espalier.check;

import dev.espalier.adaptive.Cascade;
import dev.espalier.adaptive.EffortTable;
import dev.espalier.adaptive.Equality;
import dev.espalier.adaptive.Routing;
import dev.espalier.dynamic.DynamicFiles;
import dev.espalier.files.DataException;
import dev.espalier.files.Sha256;
import dev.espalier.job.RunFolder;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.onnx.OnnxReader;
import dev.espalier.prepare.Prepared;
import dev.espalier.prepare.SampleInputs;
import dev.espalier.prepare.Structure;
import dev.espalier.record.DynamicRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A dynamic run: the plan of each member that was cut is replayed, and both joined files must do
 * what choosing row by row does, on seeded inputs, at several efforts.
 */
record DynamicCheck(Bound bound, Model original) {
  /** Seeded batches that the joined files are compared on. */
  private static final int BATCHES = 4;

  /** How members that have a plan came about. */
  private static final Set<String> PLANNED = Set.of("static", "variant");

  Verification made() {
    DynamicRecord dynamic = bound.record().dynamic();
    if (dynamic == null) {
      throw new DataException(
          bound.run().resolve(RunFolder.RECORD) + " has no dynamic model; the file is damaged");
    }
    bound.required(Routing.FILE);
    Verification all = joined(dynamic);
    for (DynamicRecord.Member member : dynamic.members()) {
      if (all.certified()) {
        Verification one = member(member);
        all = one.certified() ? all : one.refused(member.file() + ": " + one.message());
      }
    }
    return all;
  }

  private Verification member(DynamicRecord.Member member) {
    Path file = bound.required(member.file());
    String plan = member.file().replace(".onnx", ".plan.json");
    Verification found =
        PLANNED.contains(member.kind()) || bound.has(plan)
            ? Verification.replayed(bound.required(plan), original, file)
            : whole(member, file);
    return Sha256.of(file).equals(member.sha256())
        ? found
        : found.refused("it is not the file that the run wrote: its SHA-256 is another");
  }

  /** What is not cut is the original itself, or was trained or given: its sum alone is known. */
  private Verification whole(DynamicRecord.Member member, Path file) {
    String difference =
        member.kind().equals("original")
            ? Structure.anyDifference(original, OnnxReader.network(file))
            : "";
    boolean equal = difference.isEmpty();
    return new Verification(
        equal, 0, 0, equal, equal ? "" : "it is not the original: " + difference);
  }

  private Verification joined(DynamicRecord dynamic) {
    Path file = bound.required(DynamicFiles.DYNAMIC);
    Path byEffort = bound.required(DynamicFiles.BY_EFFORT);
    Routing routing = Routing.read(bound.run());
    routing.stages().forEach(s -> bound.required(s.file()));
    Cascade cascade = routing.cascade(bound.run());
    EffortTable table = routing.table();
    int calibrated = table.calibrated();
    List<Map<String, Tensor>> feeds = feeds();
    Equality worst = new Equality(true, 0, 0, 0, "");
    String name = DynamicFiles.BY_EFFORT;
    Model efforts = OnnxReader.network(byEffort);
    for (int row : new TreeSet<>(List.of(0, calibrated, table.rows() - 1))) {
      worst = worse(worst, atEffort(cascade, table, row, efforts, feeds));
    }
    boolean alone = dynamic.alone().isPresent();
    if (worst.holds() && !alone) {
      name = DynamicFiles.DYNAMIC;
      Model joined = OnnxReader.network(file);
      Equality.Choice choice = new Equality.Choice(cascade, table.thresholds()[calibrated]);
      for (Map<String, Tensor> feed : feeds) {
        worst = worse(worst, Equality.of(choice, feed, joined));
      }
    }
    String why =
        !worst.holds()
            ? name + " differs from choosing row by row: " + worst.worst()
            : alone ? stranger(dynamic, file) : "";
    boolean holds = why.isEmpty();
    return new Verification(holds, worst.maxAbs(), 0, holds, holds ? sentence(dynamic) : why);
  }

  private static String sentence(DynamicRecord dynamic) {
    return dynamic
        .alone()
        .map(
            n ->
                "dynamic.onnx is the member "
                    + n
                    + ", dynamic-effort.onnx does what choosing row by row does, and each member is its plan replayed")
        .orElse(
            "dynamic.onnx and dynamic-effort.onnx do what choosing row by row does, and each member is its plan replayed");
  }

  /** Why the file is not the member that was to answer everything; empty where it is. */
  private static String stranger(DynamicRecord dynamic, Path file) {
    String hash = Sha256.of(file);
    String name = dynamic.alone().orElse("");
    return dynamic.members().stream()
            .anyMatch(m -> m.name().equals(name) && m.sha256().equals(hash))
        ? ""
        : "dynamic.onnx is not the member " + name + ", which was to answer everything";
  }

  private static Equality atEffort(
      Cascade cascade, EffortTable table, int row, Model model, List<Map<String, Tensor>> feeds) {
    Equality.Choice choice = new Equality.Choice(cascade, table.thresholds()[row]);
    float effort = table.effort(row);
    Equality worst = new Equality(true, 0, 0, 0, "");
    for (Map<String, Tensor> feed : feeds) {
      worst = worse(worst, Equality.of(choice, feed, model, effort));
    }
    return worst;
  }

  private static Equality worse(Equality a, Equality b) {
    boolean second = a.holds() == b.holds() ? b.maxAbs() > a.maxAbs() : a.holds();
    return second ? b : a;
  }

  private List<Map<String, Tensor>> feeds() {
    Prepared prepared = Prepared.of(original, "blocks");
    List<Map<String, Tensor>> feeds = new ArrayList<>();
    for (int seed = 1; seed <= BATCHES; seed++) {
      feeds.add(SampleInputs.of(prepared.model(), prepared.coupling().shapes(), true, seed));
    }
    return feeds;
  }
}
