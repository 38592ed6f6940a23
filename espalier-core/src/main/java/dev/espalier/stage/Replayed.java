package dev.espalier.stage;

import dev.espalier.coupling.Coupling;
import dev.espalier.files.DataException;
import dev.espalier.model.Model;
import dev.espalier.plan.PrunePlan;
import dev.espalier.prepare.Certificate;
import dev.espalier.prepare.Prepared;
import dev.espalier.prepare.Structure;
import dev.espalier.record.CertificateRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;

/**
 * A plan done again on its original, stage by stage.
 *
 * @param candidates the original, and what each stage made of it
 * @param proofs of the stages that have one, in order
 */
public record Replayed(List<Candidate> candidates, List<CertificateRecord> proofs) {
  public Replayed {
    candidates = List.copyOf(candidates);
    proofs = List.copyOf(proofs);
  }

  /**
   * Does all stages of a plan again, except trainings.
   *
   * @param original the model that the plan begins with
   * @param plan stages to do again, in order
   * @param file that the plan was read from, for messages
   * @return what the stages come to without their trainings
   * @throws DataException where a stage is unknown, or does not fit the model
   */
  public static Replayed of(Model original, StagePlan plan, Path file) {
    Map<String, Replay> known = known();
    Candidate candidate = Candidate.original(original);
    List<Candidate> candidates = new ArrayList<>(List.of(candidate));
    List<CertificateRecord> proofs = new ArrayList<>();
    for (Done done : plan.stages()) {
      Stage.Result result = replayed(known, candidate, done, file);
      candidate = result.candidate();
      candidates.add(candidate);
      if (result.proof() != null) {
        proofs.add(result.proof());
      }
    }
    return new Replayed(candidates, proofs);
  }

  /** {@return the model that the plan begins with} */
  public Model original() {
    return candidates.get(0).model();
  }

  /** {@return what came of all stages} */
  public Candidate candidate() {
    return candidates.get(candidates.size() - 1);
  }

  /** {@return what all cuts together leave of the original, in its own groups and units} */
  public PrunePlan plan() {
    PrunePlan all = candidates.get(0).plan();
    Coupling first = null;
    for (int i = 1; i < candidates.size(); i++) {
      Done done = candidates.get(i).done().get(i - 1);
      if (List.of(CutReplay.CUT, CutReplay.MASK).contains(done.stage())) {
        PrunePlan plan = done.as(PrunePlan.class);
        Coupling current = Prepared.of(candidates.get(i - 1).model(), plan.heads()).coupling();
        all = first == null ? plan : all.then(plan, first, current);
        first = first == null ? current : first;
      }
    }
    return all;
  }

  /** {@return the proof that stands for all; that nothing was cut where there is none} */
  public CertificateRecord certificate() {
    CertificateRecord all = null;
    for (CertificateRecord proof : proofs) {
      all = Proofs.joined(all, proof);
    }
    return all == null
        ? new CertificateRecord(true, 0, 0, Certificate.RTOL, Certificate.ATOL, "nothing was cut")
        : all;
  }

  /**
   * {@return where a written result is not what the plan gives; empty where it is} If nothing was
   * trained, its weights must be the plan's too, to the last bit.
   *
   * @param result the model that a run wrote
   */
  public String difference(Model result) {
    Map<String, Replay> known = known();
    String found =
        candidate().done().stream()
                .allMatch(d -> Objects.requireNonNull(known.get(d.stage())).exact())
            ? Structure.anyDifference(candidate().model(), result)
            : Structure.difference(candidate().model(), result);
    if (!found.isEmpty()) {
      return found;
    }
    return candidate().done().stream()
        .map(
            done ->
                Objects.requireNonNull(known.get(done.stage())).broken(candidate(), done, result))
        .filter(broken -> !broken.isEmpty())
        .findFirst()
        .orElse("");
  }

  private static Stage.Result replayed(
      Map<String, Replay> known, Candidate before, Done done, Path file) {
    Replay replay = known.get(done.stage());
    if (replay == null) {
      throw new DataException(
          file
              + ": nothing here knows the stage \""
              + done.stage()
              + "\" (known: "
              + String.join(", ", known.keySet())
              + "); put the jar that brought it on the class path");
    }
    try {
      return replay.replay(before, done);
    } catch (DataException e) {
      throw new DataException(file + ": " + e.getMessage(), e);
    }
  }

  /** Those of this project, and those that other jars bring. */
  private static Map<String, Replay> known() {
    Map<String, Replay> known = new LinkedHashMap<>();
    List.of(
            new PrepareStage(),
            new CutReplay(CutReplay.CUT),
            new CutReplay(CutReplay.MASK),
            new TuneReplay(),
            new QuantiseReplay())
        .forEach(r -> known.put(r.name(), r));
    for (Replay brought : ServiceLoader.load(Replay.class)) {
      if (known.put(brought.name(), brought) != null) {
        throw new IllegalArgumentException("two stages are replayed by the name " + brought.name());
      }
    }
    return known;
  }
}
