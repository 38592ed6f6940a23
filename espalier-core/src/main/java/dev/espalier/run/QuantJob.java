package dev.espalier.run;

import dev.espalier.data.Batches;
import dev.espalier.data.Dataset;
import dev.espalier.data.Sample;
import dev.espalier.job.Examples;
import dev.espalier.judge.Gate;
import dev.espalier.measure.LatencyRequest;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.prepare.Prepared;
import dev.espalier.prepare.SampleInputs;
import dev.espalier.progress.Progress;
import dev.espalier.quantise.QuantCertificate;
import dev.espalier.quantise.QuantPlan;
import dev.espalier.quantise.Quantised;
import dev.espalier.quantise.Ready;
import dev.espalier.recipe.Recipe;
import dev.espalier.record.CertificateRecord;
import dev.espalier.record.Status;
import dev.espalier.stage.Candidate;
import dev.espalier.stage.Proofs;
import dev.espalier.stage.QuantiseReplay;
import dev.espalier.trial.Strategy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A float model that is to have fewer bits: what its forms are searched, timed and proven with. */
final class QuantJob {
  /** Calls of each model that a choice is made by; the final figures take the recipe's. */
  private static final int CHOOSING_RUNS = 40;

  /** Real records that the certificate is made on. */
  private static final int CERTIFIED = 32;

  private final Recipe recipe;
  private final Prepared prepared;
  private final Model ready;
  private final @Nullable Examples examples;

  /**
   * @param recipe of the run
   * @param prepared the float model
   * @param examples null without data
   */
  QuantJob(Recipe recipe, Prepared prepared, @Nullable Examples examples) {
    this.recipe = recipe;
    this.prepared = prepared;
    this.ready = Ready.of(prepared.model());
    this.examples = examples;
  }

  /** The float model as its forms replace it. */
  Model ready() {
    return ready;
  }

  /**
   * @param gate judges on examples; null where none decide
   * @param before how many models the gate has judged already
   */
  FormSearch search(@Nullable Gate gate, int before, Progress progress) {
    return new FormSearch(
        ready, gate, samples(), new FormSearch.Setting(recipe, timing(), before, progress));
  }

  /** Whether a model is what its plan says. */
  CertificateRecord proof(QuantPlan plan, Model quantised) {
    List<Map<String, Tensor>> feeds = new ArrayList<>();
    feeds.add(SampleInputs.of(ready, prepared.coupling().shapes(), true, 1));
    real().ifPresent(feeds::add);
    return QuantCertificate.check(ready, plan, quantised, feeds);
  }

  /** A cut written in fewer bits, proven; a trial that cannot be proven fails. */
  RunEnding ending(Strategy.Choice choice, Candidate cut, QuantPlan plan) {
    Candidate written = cut.then(Quantised.of(ready, plan), QuantiseReplay.done(plan));
    CertificateRecord proof =
        Objects.requireNonNull(
            Proofs.joined(choice.trial().cut().certificate(), proof(plan, written.model())));
    Strategy.Choice proven =
        proof.certified()
            ? choice
            : new Strategy.Choice(choice.trial(), Status.FAILED, proof.message());
    return new RunEnding(proven, written, proof, List.of());
  }

  /** How calls are timed where a choice depends on it: on real records where there are any. */
  LatencyRequest timing() {
    LatencyRequest request =
        new LatencyRequest(
            recipe.latency().batch(), recipe.latency().threads(), CHOOSING_RUNS, recipe.seed());
    return real().map(request::withInputs).orElse(request);
  }

  /** Records that ranges are found on: those of training, since no loss is judged on them. */
  private @Nullable Dataset samples() {
    if (examples == null) {
      return null;
    }
    Dataset from = examples.train() != null ? examples.train() : examples.gate();
    return from == null
        ? null
        : Sample.of(from, examples.task(), recipe.quant().samples(), recipe.seed());
  }

  /** Some records, as many as the model takes at once. */
  private Optional<Map<String, Tensor>> real() {
    Dataset samples = samples();
    return samples == null
        ? Optional.empty()
        : Optional.of(Batches.of(ready, samples, CERTIFIED).iterator().next().inputs());
  }
}
