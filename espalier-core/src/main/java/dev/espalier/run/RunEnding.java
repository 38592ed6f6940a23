package dev.espalier.run;

import dev.espalier.model.Model;
import dev.espalier.record.CertificateRecord;
import dev.espalier.record.StepRecord;
import dev.espalier.stage.Candidate;
import dev.espalier.stage.QuantiseReplay;
import dev.espalier.trial.Strategy;
import dev.espalier.trial.Trials;
import java.util.List;

/**
 * What a run keeps.
 *
 * @param choice the trial, with how the run ends
 * @param candidate the model that is written, with the stages that led to it
 * @param proof of all stages
 * @param more steps besides the trials: what was tried in fewer bits
 */
record RunEnding(
    Strategy.Choice choice, Candidate candidate, CertificateRecord proof, List<StepRecord> more) {
  RunEnding {
    more = List.copyOf(more);
  }

  /** What the trials came to, as it is; the original keeps its own file's form. */
  static RunEnding of(Strategy.Choice choice, Trials trials, Model original) {
    Candidate kept = trials.candidate(choice.trial().number());
    Candidate written =
        choice.trial().number() == 0
            ? new Candidate(original, kept.plan(), choice.trial().cut().done())
            : kept;
    return new RunEnding(choice, written, choice.trial().cut().certificate(), List.of());
  }

  /** With the steps that were made besides the trials. */
  RunEnding with(List<StepRecord> steps) {
    return new RunEnding(choice, candidate, proof, steps);
  }

  /** With one more sentence for a person. */
  RunEnding saying(String more) {
    return new RunEnding(
        new Strategy.Choice(choice.trial(), choice.status(), choice.message() + "; " + more),
        candidate,
        proof,
        this.more);
  }

  /** Whether anything was done to the original. */
  boolean changed() {
    return choice.trial().number() > 0 && !candidate.plan().isWhole() || rounded();
  }

  /** Whether it has fewer bits. */
  boolean rounded() {
    return candidate.done().stream().anyMatch(d -> d.stage().equals(QuantiseReplay.NAME));
  }
}
