package dev.espalier.stage;

import dev.espalier.files.DataException;
import dev.espalier.plan.PrunePlan;
import dev.espalier.prepare.Prepared;
import java.util.List;

/** Brings a model into the form that is cut: the first stage of every run. */
public final class PrepareStage implements Stage, Replay {
  /** Its name in plan.json. */
  public static final String NAME = "prepare";

  /** Has no state. */
  public PrepareStage() {}

  /**
   * Settings of the stage, as plan.json holds them.
   *
   * @param heads {@code blocks} or {@code positions}: how units are made where an axis is factored
   */
  public record Settings(String heads) {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String needs() {
    return "a model that ONNX Runtime loads";
  }

  @Override
  public String promises() {
    return "the same function, in floats; constants are initializers with one reader each, shapes are folded";
  }

  /**
   * {@return a model as it came, ready to be cut}
   *
   * @param prepared the model with its groups and barriers
   * @param heads what a unit of attention is, as the recipe says it ({@code cut.heads})
   */
  public static Candidate of(Prepared prepared, String heads) {
    return new Candidate(prepared.model(), PrunePlan.whole(heads), List.of(done(heads)));
  }

  static Done done(String heads) {
    return Done.of(NAME, new Settings(heads));
  }

  @Override
  public Result apply(Candidate candidate, StageRequest request, StageContext context) {
    String heads = request.as(Settings.class).heads();
    Candidate next = of(Prepared.of(candidate.model(), heads), heads);
    return new Result(next, null, StageNotes.NONE);
  }

  @Override
  public boolean exact() {
    return true;
  }

  @Override
  public Result replay(Candidate before, Done done) {
    String heads = done.as(Settings.class).heads();
    if (!List.of("blocks", "positions").contains(String.valueOf(heads))) {
      throw new DataException(
          "heads is " + heads + ", not blocks or positions; the file is damaged");
    }
    return new Result(of(Prepared.of(before.model(), heads), heads), null, StageNotes.NONE);
  }
}
