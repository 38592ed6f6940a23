package dev.espalier.dynamic;

import dev.espalier.data.Dataset;
import dev.espalier.data.Rows;
import dev.espalier.family.Gates;
import dev.espalier.measure.Latency;
import dev.espalier.measure.LatencyRequest;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.ort.Session;
import dev.espalier.ort.SessionOptions;
import dev.espalier.prepare.Prepared;
import dev.espalier.recipe.LatencySettings;
import dev.espalier.recipe.Recipe;
import dev.espalier.record.CertificateRecord;
import dev.espalier.run.RunJournal;
import dev.espalier.tune.Tuner;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Models in which inputs skip residual blocks, one for each mean cost that the recipe names: gates
 * and weights are trained together against the original, under that budget. Where one does not run
 * faster than the original ({@link Variant#pays}), the journal has the figures.
 */
record GateMaker(Apprentice apprentice, RunJournal journal) {
  /** Gates of one model, at most: each costs some microseconds. */
  private static final int MOST = 6;

  /** By which the squared distance from the budget counts beside the loss. */
  private static final double WEIGHT = 5;

  private static final int BATCH = 64;
  private static final int TIMED = 256;
  private static final int JUDGED = 512;
  private static final double SECONDS = 10;

  /** The cheapest first, those that do not pay among them. */
  List<Variant> make(Prepared prepared, List<Double> budgets) {
    if (budgets.isEmpty()) {
      return List.of();
    }
    Gates gates = new Gates(prepared.coupling(), MOST);
    if (gates.isEmpty()) {
      journal.warn("no gates were made: " + String.join("; ", gates.reasons()));
      return List.of();
    }
    if (!apprentice.possible()) {
      journal.warn("no gates were made: they need a train split to learn from");
      return List.of();
    }
    List<Variant> variants = new ArrayList<>();
    for (double budget : budgets.stream().distinct().sorted().toList()) {
      if (budget <= gates.fixedShare()) {
        journal.warn(
            String.format(
                Locale.ROOT,
                "no gates were made for %.2f of the MACs: %.2f lie outside of blocks that can be skipped",
                budget,
                gates.fixedShare()));
        continue;
      }
      Variant variant = variant(prepared, gates, budget);
      Variant.Measured cost = Objects.requireNonNull(variant.measured());
      CertificateRecord proof = Objects.requireNonNull(variant.certificate());
      if (!proof.certified()) {
        journal.warn(variant.name() + " is not used: " + proof.message());
        continue;
      }
      variants.add(variant);
      if (!variant.pays()) {
        journal.warn(
            String.format(
                Locale.ROOT,
                "%s is not used: it takes %.2f of the MACs, but %.2f of the time (batch %d)",
                variant.name(),
                cost.macs() / StageMeter.count(prepared.original()),
                cost.time(),
                apprentice.recipe().latency().batch()));
      }
    }
    return variants;
  }

  private Variant variant(Prepared prepared, Gates gates, double budget) {
    String name = String.format(Locale.ROOT, "gates-%.3f", budget);
    Model trained =
        apprentice.folder().kept(name, () -> trained(prepared.original(), gates, budget));
    Model running = gates.running(trained);
    double share = share(trained, apprentice.parts().choice());
    Variant.Measured measured =
        new Variant.Measured(
            share * StageMeter.count(prepared.original()), time(prepared.original(), running));
    CertificateRecord proof =
        apprentice.same(
            trained,
            running,
            "skipping blocks row by row equals multiplying by the gates",
            "skipping blocks row by row differs from multiplying by the gates");
    return new Variant(name, "gates", running, List.of(), proof, measured);
  }

  private Model trained(Model original, Gates gates, double budget) {
    Tuner.CostPenalty penalty = new Tuner.CostPenalty(Gates.COST, budget, WEIGHT);
    Model training = gates.training(apprentice.recipe().seed());
    Model trained =
        apprentice.trained(original, training, new Tuner.Focus(gates.constants(), "", penalty));
    Dataset train = Objects.requireNonNull(apprentice.parts().train());
    Dataset few = Rows.shuffled(train.size(), apprentice.recipe().seed()).limit(JUDGED).of(train);
    return gates.within(trained, budget, moved -> share(moved, few));
  }

  /** The mean cost of a record, as a share of the original's MACs. */
  private static double share(Model trained, Dataset data) {
    double sum = 0;
    try (Session session = Session.open(trained, SessionOptions.threads(1))) {
      for (int from = 0; from < data.size(); from += BATCH) {
        int[] rows = IntStream.range(from, Math.min(data.size(), from + BATCH)).toArray();
        Tensor cost =
            Objects.requireNonNull(
                session.run(data.batch(rows).inputs(), List.of(Gates.COST)).get(Gates.COST));
        for (float c : cost.floats()) {
          sum += c;
        }
      }
    }
    return sum / data.size();
  }

  /** Mean time of a call over the original's, on real records. */
  private double time(Model original, Model running) {
    Recipe recipe = apprentice.recipe();
    LatencySettings timed = recipe.latency();
    Latency latency =
        Latency.measure(
            List.of(original, running),
            new LatencyRequest(
                timed.batch(),
                timed.threads(),
                timed.runs(),
                SECONDS,
                recipe.seed(),
                apprentice.records(TIMED)));
    return latency.figures().get(1).meanMicros() / latency.figures().get(0).meanMicros();
  }
}
