package dev.espalier.check;

import dev.espalier.coupling.Coupling;
import dev.espalier.coupling.Group;
import dev.espalier.dynamic.DynamicFiles;
import dev.espalier.files.DataException;
import dev.espalier.job.RunFolder;
import dev.espalier.job.RunSignature;
import dev.espalier.model.Model;
import dev.espalier.model.StatedInputs;
import dev.espalier.onnx.OnnxReader;
import dev.espalier.ort.Opening;
import dev.espalier.plan.PrunePlan;
import dev.espalier.plan.Remains;
import dev.espalier.prepare.Prepared;
import dev.espalier.prepare.Structure;
import dev.espalier.record.BlockRecord;
import dev.espalier.record.CertificateRecord;
import dev.espalier.record.FrontRecord;
import dev.espalier.record.GroupRecord;
import dev.espalier.record.RunRecord;
import dev.espalier.stage.Replayed;
import dev.espalier.stage.StagePlan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A run checked from outside: its files are those that its record tells of, its plan is replayed on
 * the original, stage by stage, certificates are made anew, and the run's model must have the
 * structure that the plan gives, and its weights where nothing was trained. docs/TRUST.md says what
 * is trusted.
 *
 * @param certified whether all of it holds
 * @param maxAbsError largest difference of the replayed cut from the original with cut units at
 *     zero
 * @param maxRelError the same, relative
 * @param structureEqual whether the run's model has the structure of the replayed cut, and zeros
 *     where weights were masked
 * @param message what was found
 */
public record Verification(
    boolean certified,
    double maxAbsError,
    double maxRelError,
    boolean structureEqual,
    String message) {

  /**
   * Trusts run.json.
   *
   * @param original file of the model that was cut
   * @param run folder that the run wrote
   * @return whether the result is what the plan gives, with the differences found
   */
  public static Verification of(Path original, Path run) {
    return of(original, run, null);
  }

  /**
   * Throws {@link DataException} where the run has not ended, is not one of this original, or its
   * plan does not fit.
   *
   * @param original file of the model that was cut
   * @param run folder that the run wrote
   * @param key of whoever signed run.json; null to trust it
   * @return whether the result is what the plan gives, with the differences found
   */
  public static Verification of(Path original, Path run, @Nullable PublicKey key) {
    Bound bound = Bound.open(run);
    RunRecord record = bound.record();
    if (record.forDynamic() && !bound.dynamic()) {
      throw new DataException(
          run + " holds no dynamic model, so there is nothing to verify: " + record.message());
    }
    bound.requireOriginal(original);
    Path result = bound.required(bound.dynamic() ? DynamicFiles.DYNAMIC : RunFolder.MODEL);
    StatedInputs stated = Opening.stated(OnnxReader.read(result));
    Model model = Opening.network(original, stated);
    String broken = bound.broken(key);
    Verification found =
        bound.dynamic()
            ? new DynamicCheck(bound, model).made()
            : bound.tuned() ? tuned(bound, model) : pruned(bound, model);
    if (!broken.isEmpty() && found.certified()) {
      return found.refused(broken);
    }
    if (found.certified() && !stated.fixed().isEmpty()) {
      found =
          found.saying(
              "; with " + String.join(", ", stated.fixed()) + " for good, whatever is fed");
    }
    boolean signed = Files.exists(run.resolve(RunSignature.FILE));
    return found.certified() && signed && key == null
        ? found.saying("; it is signed, and --key FILE checks by whom")
        : found;
  }

  private static Verification pruned(Bound bound, Model original) {
    Path plan = bound.required(RunFolder.PLAN);
    Path model = bound.required(RunFolder.MODEL);
    Replayed replayed = Replayed.of(original, StagePlan.read(plan), plan);
    Verification found = replayed(replayed, original, model);
    String told = disagreement(replayed, bound.record());
    return found.certified() && !told.isEmpty()
        ? found.refused("run.json does not agree with plan.json: " + told)
        : found.with(bound, original);
  }

  /** Training changes weights alone, which only the data could give back. */
  private static Verification tuned(Bound bound, Model original) {
    String difference =
        Structure.difference(original, OnnxReader.network(bound.required(RunFolder.MODEL)));
    boolean equal = difference.isEmpty();
    return new Verification(
        equal,
        0,
        0,
        equal,
        equal
            ? "model.onnx is the file that the run wrote, and has the original's structure (a training changes weights, which nothing but the data gives back)"
            : "model.onnx has not the original's structure: " + difference);
  }

  /** A plan replayed, and a model compared with what it gives. */
  static Verification replayed(Path plan, Model original, Path modelFile) {
    return replayed(Replayed.of(original, StagePlan.read(plan), plan), original, modelFile);
  }

  private static Verification replayed(Replayed replayed, Model original, Path modelFile) {
    Model model = OnnxReader.network(modelFile);
    if (replayed.proofs().isEmpty() && Structure.anyDifference(original, model).isEmpty()) {
      return new Verification(true, 0, 0, true, "nothing was cut: the result is the original");
    }
    String difference = replayed.difference(model);
    boolean equal = difference.isEmpty();
    CertificateRecord certificate = replayed.certificate();
    return new Verification(
        certificate.certified() && equal,
        certificate.maxAbsError(),
        certificate.maxRelError(),
        equal,
        equal
            ? certificate.message()
            : modelFile.getFileName() + " is not what plan.json gives: " + difference);
  }

  /** Where the record's groups and blocks are not the plan's; empty where they are. */
  private static String disagreement(Replayed replayed, RunRecord record) {
    PrunePlan plan = replayed.plan();
    Coupling coupling = Prepared.of(replayed.original(), plan.heads()).coupling();
    Remains remains = Remains.of(coupling, plan.removed());
    Map<String, GroupRecord> told = new LinkedHashMap<>();
    record.structure().groups().forEach(group -> told.put(group.name(), group));
    for (Group group : coupling.groups()) {
      GroupRecord one = told.remove(group.name());
      List<Integer> cut = remains.cut(group, plan);
      if (one == null && !cut.isEmpty()) {
        return "run.json has nothing about " + group.name();
      }
      if (one != null && (!one.cut().equals(cut) || one.kept() != group.units() - cut.size())) {
        return "of the %,d units of %s, %,d are cut, others than run.json says"
            .formatted(group.units(), group.name(), cut.size());
      }
    }
    if (!told.isEmpty()) {
      return "the original has no group " + told.keySet().iterator().next();
    }
    List<String> gone =
        record.structure().blocks().stream()
            .filter(BlockRecord::removed)
            .map(BlockRecord::name)
            .toList();
    return Set.copyOf(gone).equals(Set.copyOf(plan.removed()))
        ? ""
        : "other residual blocks are gone (" + plan.removed() + ")";
  }

  /** Further models of the run: certified only where each of them is. */
  private Verification with(Bound bound, Model original) {
    List<FrontRecord> front = bound.record().course().front();
    Verification all = this;
    for (FrontRecord member : front) {
      Verification one =
          replayed(
              bound.required(member.files().plan()),
              original,
              bound.required(member.files().file()));
      if (!one.certified() && all.certified()) {
        all = one.refused(member.files().file() + ": " + one.message());
      }
    }
    return front.isEmpty() || !all.certified()
        ? all
        : all.saying("; so do all " + front.size() + " models of the front");
  }

  Verification refused(String why) {
    return new Verification(false, maxAbsError, maxRelError, structureEqual, why);
  }

  private Verification saying(String more) {
    return new Verification(certified, maxAbsError, maxRelError, structureEqual, message + more);
  }
}
