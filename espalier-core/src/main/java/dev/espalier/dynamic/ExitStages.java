package dev.espalier.dynamic;

import dev.espalier.adaptive.ChainStage;
import dev.espalier.coupling.Coupling;
import dev.espalier.data.Dataset;
import dev.espalier.data.Rows;
import dev.espalier.family.MultiExit;
import dev.espalier.family.SplitProof;
import dev.espalier.job.Examples;
import dev.espalier.job.RunFolder;
import dev.espalier.model.FreeBatch;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.ort.Closeness;
import dev.espalier.prepare.Certificate;
import dev.espalier.prepare.SampleInputs;
import dev.espalier.recipe.OptimizerKind;
import dev.espalier.recipe.Recipe;
import dev.espalier.recipe.TuneSettings;
import dev.espalier.record.CertificateRecord;
import dev.espalier.tune.Tools;
import dev.espalier.tune.Tuner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Stages that answer early, made of one model: heads at its exit points learn from labels and from
 * the model's own end, all in one pass over the trunk, which stays as it is; then the model is cut
 * at the points, and the pieces are proven to be the original where none answers early.
 */
final class ExitStages {
  private static final int BATCH = 8;
  private static final double RATE = 0.003;
  private static final double CLIP = 1;

  private final Tools tools;
  private final Recipe recipe;
  private final Examples examples;

  ExitStages(Tools tools, Recipe recipe, Examples examples) {
    this.tools = tools;
    this.recipe = recipe;
    this.examples = examples;
  }

  /**
   * What was made.
   *
   * @param joined the exits
   * @param trained all of them in one model
   * @param certificate that the stages in order are the original
   */
  record Made(MultiExit joined, Model trained, CertificateRecord certificate) {
    /** Stages with these exits alone; the last is the original's end. */
    List<ChainStage> stages(List<Integer> exits) {
      return joined.stages(trained, exits);
    }
  }

  /**
   * Trains the heads of {@code exits} and cuts the stages.
   *
   * @param original as it came; what the stages are compared with
   * @param exits heads at points of the coupled model
   * @param folder where the trained model is put; if it is there already it is taken
   */
  Made make(Model original, Coupling coupling, List<MultiExit.Exit> exits, RunFolder folder) {
    MultiExit joined = new MultiExit(coupling, exits);
    Model trained = folder.kept("exits", () -> trained(joined, folder));
    List<Model> models = joined.stages(trained).stream().map(ChainStage::model).toList();
    Closeness proof = SplitProof.check(original, models, feeds(coupling));
    return new Made(
        joined,
        trained,
        new CertificateRecord(
            proof.within(),
            proof.maxAbs(),
            proof.maxRel(),
            Certificate.RTOL,
            Certificate.ATOL,
            proof.within()
                ? "the stages in order equal the original"
                : "the stages in order differ from the original: " + proof.worst()));
  }

  private Model trained(MultiExit joined, RunFolder folder) {
    Tuner tuner = Objects.requireNonNull(tools.tuner(), "exits need a tuner");
    Tuner.Request request =
        new Tuner.Request(
                joined.model(),
                joined.task(examples.task()),
                new Tuner.Material(
                    Objects.requireNonNull(examples.train(), "exits need examples to learn from"),
                    examples.gate()),
                new Tuner.Regime(settings(), recipe.seed()))
            .withFocus(new Tuner.Focus(joined.frozen(), joined.teacher()))
            .withProgress(tools.progress())
            .withCheckpoint(folder.training());
    return tuner.tune(request).model();
  }

  /**
   * Heads are new, on features of any scale: step sizes that do not depend on the scale, and
   * clipped, since the recipe's are meant for weights that are trained already.
   */
  private TuneSettings settings() {
    TuneSettings own = recipe.tune();
    return own.paced(
        new TuneSettings.Steps(
            OptimizerKind.ADAMW,
            RATE,
            false,
            own.rates().warmup(),
            own.lesson().imitation(),
            CLIP));
  }

  /** Seeded inputs at batch 1 and 3, and real ones. */
  private List<Map<String, Tensor>> feeds(Coupling coupling) {
    List<Map<String, Tensor>> feeds = new ArrayList<>();
    feeds.add(SampleInputs.of(coupling.model(), coupling.shapes(), true, 1));
    feeds.add(SampleInputs.of(coupling.model(), coupling.shapes(), false, 2));
    Dataset data = Objects.requireNonNull(examples.train());
    int fixed = FreeBatch.fixedBatch(coupling.model());
    int n = Math.min(fixed > 0 ? fixed : BATCH, data.size());
    feeds.add(data.batch(Rows.all(n).numbers()).inputs());
    return feeds;
  }
}
