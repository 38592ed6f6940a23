package dev.espalier.stage;

import dev.espalier.record.CertificateRecord;
import org.jspecify.annotations.Nullable;

/**
 * A step by which a model becomes another: preparing, cutting, masking, tuning, rounding weights.
 *
 * <p>A trial is a list of stages (see {@code schedule.stages}). Another jar adds one by a class
 * with a constructor without parameters that it names in {@code
 * META-INF/services/dev.espalier.stage.Stage}, together with the {@link Replay} of the same name by
 * which {@code verify} does again what it did.
 */
public interface Stage {
  /** {@return what recipes and plan.json call it} */
  String name();

  /** {@return what must be true of the model that comes in, as words that go on after "needs"} */
  String needs();

  /** {@return what is true of the model that goes out, in one sentence} */
  String promises();

  /**
   * Makes the next model; the one that came in stays as it is. What it throws ends the run, and
   * says which stage it was. Deterministic: what is random is drawn from the context's seed.
   *
   * @param candidate that comes in
   * @param request what is asked of this stage in this trial
   * @param context of the run
   * @return the candidate that it made, with proof and notes
   */
  Result apply(Candidate candidate, StageRequest request, StageContext context);

  /**
   * What came of a stage.
   *
   * @param candidate with one more entry in its list of what was done
   * @param proof that the model is what its plan says; null where a stage changes only weights, as
   *     training does
   * @param notes what it tells of its work
   */
  record Result(Candidate candidate, @Nullable CertificateRecord proof, StageNotes notes) {}
}
