package dev.espalier.stage;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

/** The stages at hand, by name: those given, and those that other jars bring. */
public final class Stages {
  private final Map<String, Stage> known = new LinkedHashMap<>();

  /**
   * These, and behind them those of other jars.
   *
   * @param own stages of the house
   */
  public Stages(List<Stage> own) {
    own.forEach(s -> known.put(s.name(), s));
    for (Stage brought : ServiceLoader.load(Stage.class)) {
      if (known.put(brought.name(), brought) != null) {
        throw new IllegalArgumentException("two stages are named " + brought.name());
      }
    }
  }

  /** {@return the stages that other jars bring} */
  public static List<Stage> brought() {
    return ServiceLoader.load(Stage.class).stream().map(ServiceLoader.Provider::get).toList();
  }

  /**
   * One more stage: its candidate, the proof that stands for all so far, and the notes of all. What
   * a stage throws says which one it was, and after which others (see {@link StageTrace}).
   *
   * @param before what the stages so far came to
   * @param request the stage to apply, with its settings
   * @param context what all stages of a trial share
   * @return what all stages came to
   */
  public Stage.Result after(Stage.Result before, StageRequest request, StageContext context) {
    Stage stage = known.get(request.stage());
    if (stage == null) {
      throw new IllegalArgumentException(
          "no stage \"" + request.stage() + "\" among " + known.keySet());
    }
    try {
      Stage.Result next = stage.apply(before.candidate(), request, context);
      return new Stage.Result(
          next.candidate(),
          Proofs.joined(before.proof(), next.proof()),
          before.notes().then(next.notes()));
    } catch (RuntimeException | OutOfMemoryError e) {
      StageTrace.add(e, stage.name(), before.candidate());
      throw e;
    }
  }
}
