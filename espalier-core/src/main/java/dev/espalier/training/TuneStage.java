package dev.espalier.training;

import dev.espalier.stage.Candidate;
import dev.espalier.stage.Stage;
import dev.espalier.stage.StageContext;
import dev.espalier.stage.StageNotes;
import dev.espalier.stage.StageRequest;
import dev.espalier.stage.TuneReplay;

/** Tunes a candidate as the recipe says; where training is off, it goes out as it came in. */
public final class TuneStage implements Stage {
  private final Training training;

  public TuneStage(Training training) {
    this.training = training;
  }

  /**
   * What one tuning is to be.
   *
   * @param epochs passes over the training examples, which may be a fraction
   * @param fromScratch whether it begins with random weights
   */
  public record Settings(double epochs, boolean fromScratch) {}

  public static StageRequest request(double epochs, boolean fromScratch) {
    return StageRequest.of(TuneReplay.NAME, new Settings(epochs, fromScratch));
  }

  @Override
  public String name() {
    return TuneReplay.NAME;
  }

  @Override
  public String needs() {
    return "training examples, and labels or the original's answers to learn from";
  }

  @Override
  public String promises() {
    return "the same structure; the weights are the best seen on the watched examples, those that came in among them";
  }

  @Override
  public Result apply(Candidate candidate, StageRequest request, StageContext context) {
    Settings settings = request.as(Settings.class);
    Training.Trained trained =
        training.tune(candidate, settings.epochs(), settings.fromScratch(), context.trial());
    return new Result(
        trained.candidate(),
        null,
        new StageNotes(trained.notes(), Double.NaN, "", null, trained.epochs(), trained.folds()));
  }
}
