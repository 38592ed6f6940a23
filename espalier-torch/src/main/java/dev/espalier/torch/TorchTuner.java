package dev.espalier.torch;

import dev.espalier.files.DataException;
import dev.espalier.model.ConstantNodes;
import dev.espalier.model.Float32Twin;
import dev.espalier.model.FreeBatch;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.model.Unshare;
import dev.espalier.recipe.TuneSettings;
import dev.espalier.tune.Pace;
import dev.espalier.tune.Tuner;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Trains ONNX graphs on libtorch.
 *
 * <p>Constant nodes come back as initializers, and vectors that several nodes share by accident as
 * one initializer a node; everything else keeps its name and shape. A batch fixed at 1 in the file
 * is free during the training only. Models of 16 bits learn as their twins in float32, those of
 * float64 in float32 too; what was learnt is rounded once, at the end.
 */
public final class TorchTuner implements Tuner {
  /** Loads libtorch at its first use. */
  public TorchTuner() {}

  @Override
  public String threads(int stated) {
    return stated > 0 ? stated + " as set" : Threads.chosen().words();
  }

  @Override
  public Result tune(Request request) {
    Regime regime = request.regime();
    Unshare.Apart apart = Unshare.withCopies(ConstantNodes.toInitializers(request.model()));
    Model own = apart.model();
    Model model = Float32Twin.of(own);
    Focus focus = focus(request, apart);
    if (regime.fromScratch()) {
      model = Initialisation.fresh(model, regime.seed());
    }
    if (regime.epochs() <= 0) {
      Map<String, Tensor> drawn = model.graph().initializers();
      return new Result(
          regime.fromScratch() ? Learner.with(own, drawn) : request.model(), List.of());
    }
    if (request.material().train().size() == 0) {
      throw new DataException("there are no training examples to tune on");
    }
    TuneSettings settings = regime.settings();
    Libtorch.start(settings.threads(), regime.seed());
    TuneSettings.Steps steps = (settings.open() ? pace(request) : Pace.usual(settings)).steps();
    Request settled = request.withSettings(settings.paced(steps));
    TemporaryNorms norms = TemporaryNorms.of(settled, model, focus, steps.normalise());
    Path file = request.checkpoint();
    Checkpoint checkpoint = file == null ? null : new Checkpoint(file, settled, model);
    Model free = settings.amount().batch() == 1 ? norms.model() : FreeBatch.of(norms.model());
    try (Learner learner = new Learner(free, request.task(), norms.focus(focus))) {
      Course course = new Course(settled, steps, learner, checkpoint);
      Map<String, Tensor> weights = course.run(checkpoint == null ? null : checkpoint.read());
      return new Result(
          Learner.with(own, norms.fold(weights)),
          course.epochs(),
          course.foldWeights().stream().map(w -> Learner.with(own, norms.fold(w))).toList(),
          course.notes());
    }
  }

  @Override
  public Pace pace(Request request) {
    Regime regime = request.regime();
    if (!regime.settings().open() || request.material().train().size() == 0) {
      return Pace.usual(regime.settings());
    }
    Unshare.Apart apart = Unshare.withCopies(ConstantNodes.toInitializers(request.model()));
    Model given = Float32Twin.of(apart.model());
    Model model = regime.fromScratch() ? Initialisation.fresh(given, regime.seed()) : given;
    Focus focus = focus(request, apart);
    Libtorch.start(regime.settings().threads(), regime.seed());
    return new PaceFinder(request, model, focus).find();
  }

  /**
   * The request's focus for the model in which shared vectors have copies, frozen like the first.
   */
  private static Focus focus(Request request, Unshare.Apart apart) {
    Focus asked = request.focus();
    Set<String> frozen = new LinkedHashSet<>(asked.frozen());
    apart
        .copies()
        .forEach(
            (copy, name) -> {
              if (asked.frozen().contains(name)) {
                frozen.add(copy);
              }
            });
    return new Focus(frozen, asked.teacher(), asked.penalty());
  }
}
