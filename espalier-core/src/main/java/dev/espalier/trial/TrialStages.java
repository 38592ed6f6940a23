package dev.espalier.trial;

import dev.espalier.catalogue.Method;
import dev.espalier.catalogue.Nearest;
import dev.espalier.cut.CutStage;
import dev.espalier.recipe.Recipe;
import dev.espalier.recipe.RecipeException;
import dev.espalier.stage.CutReplay;
import dev.espalier.stage.Stage;
import dev.espalier.stage.StageRequest;
import dev.espalier.stage.Stages;
import dev.espalier.stage.TuneReplay;
import dev.espalier.training.TuneStage;
import java.util.ArrayList;
import java.util.List;

/** Which stages a trial consists of: {@code schedule.stages}, as far as a trial asks for them. */
public final class TrialStages {
  private TrialStages() {}

  static List<StageRequest> of(Recipe recipe, TrialRequest ask) {
    List<StageRequest> stages = new ArrayList<>();
    for (String name : recipe.schedule().stages()) {
      switch (name) {
        case CutReplay.CUT -> {
          if (ask.cuts()) {
            stages.add(CutStage.request(recipe, new CutStage.Settings(ask.ratio(), ask.means())));
          }
        }
        case TuneReplay.NAME -> {
          if (ask.epochs() > 0) {
            boolean scratch = ask.cuts() && recipe.tune().fromScratch();
            stages.add(TuneStage.request(ask.epochs(), scratch));
          }
        }
        default -> stages.add(StageRequest.of(name));
      }
    }
    return stages;
  }

  /** {@return all stages that a recipe may name, with what they promise} */
  public static List<Method> methods() {
    List<Method> methods = new ArrayList<>();
    methods.add(
        method(CutReplay.CUT, "units, blocks or single weights go, as cut.* says", CutStage.class));
    methods.add(method(TuneReplay.NAME, "weights learn, as tune.* says", TuneStage.class));
    for (Stage brought : Stages.brought()) {
      String summary = brought.promises() + "; needs " + brought.needs();
      methods.add(method(brought.name(), summary, brought.getClass()));
    }
    return methods;
  }

  private static Method method(String name, String summary, Class<? extends Stage> stage) {
    return new Method("stage", name, summary, "the class " + stage.getName());
  }

  /**
   * Throws {@link RecipeException} where a recipe names a stage that is not at hand, or no cut.
   *
   * @param recipe of the run
   */
  public static void check(Recipe recipe) {
    List<String> known = methods().stream().map(Method::name).toList();
    List<String> stages = recipe.schedule().stages();
    for (String name : stages) {
      if (!known.contains(name)) {
        throw new RecipeException(
            "schedule.stages names \""
                + name
                + "\", which is no stage; did you mean \""
                + Nearest.to(name, known)
                + "\"? Known: "
                + String.join(", ", known));
      }
    }
    if (stages.stream().filter(CutReplay.CUT::equals).count() != 1) {
      throw new RecipeException(
          "schedule.stages must name cut once; it is " + String.join(", ", stages));
    }
  }
}
