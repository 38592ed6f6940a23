package dev.espalier.cut;

import dev.espalier.recipe.Granularity;
import dev.espalier.recipe.Recipe;
import dev.espalier.stage.Candidate;
import dev.espalier.stage.CutReplay;
import dev.espalier.stage.Stage;
import dev.espalier.stage.StageContext;
import dev.espalier.stage.StageNotes;
import dev.espalier.stage.StageRequest;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a candidate until it meets its targets, by the means that the trial names. The name says
 * whether units go ({@code cut}) or single weights become zero ({@code mask}).
 */
public final class CutStage implements Stage {
  private final Recipe recipe;
  private final Aiming aiming;
  private final CutMethods usual;
  private final Readied readied;
  private final List<String> first;

  /**
   * @param aiming cuts by the recipe's own means
   * @param usual those means
   * @param readied candidates that were scored before
   * @param first what the first cut of a run is to say beside its own reasons
   */
  public CutStage(
      Recipe recipe, Aiming aiming, CutMethods usual, Readied readied, List<String> first) {
    this.recipe = recipe;
    this.aiming = aiming;
    this.usual = usual;
    this.readied = readied;
    this.first = List.copyOf(first);
  }

  /**
   * What one cut is to be.
   *
   * @param ratio of the budget, against the original
   * @param means how it is cut
   */
  public record Settings(double ratio, CutMethods means) {}

  /** A cut of units or of weights, as a recipe says. */
  public static StageRequest request(Recipe recipe, Settings settings) {
    return StageRequest.of(name(recipe), settings);
  }

  private static String name(Recipe recipe) {
    return recipe.cut().granularity() == Granularity.WEIGHTS ? CutReplay.MASK : CutReplay.CUT;
  }

  @Override
  public String name() {
    return name(recipe);
  }

  @Override
  public String needs() {
    return "a prepared model with units that may be cut, and data where the criterion asks for it";
  }

  @Override
  public String promises() {
    return "the model equals the one that came in with the cut units silenced, and meets its targets or says why not";
  }

  @Override
  public Result apply(Candidate candidate, StageRequest request, StageContext context) {
    Settings settings = request.as(Settings.class);
    CutMethods means = settings.means();
    Aiming by = means.equals(usual) ? aiming : aiming.with(means.in(recipe));
    Targeting targets = Targeting.at(recipe.goal(), settings.ratio());
    CutResult cut =
        by.cut(
            readied.of(candidate, context.parent(), by, means),
            means.soft() ? targets : targets.hardOnes(),
            new WidthSearch.Request(context.parent(), context.number()));
    List<String> reasons = new ArrayList<>(context.number() == 1 ? first : List.of());
    reasons.addAll(cut.notes());
    return new Result(
        cut.candidate(),
        cut.certificate(),
        new StageNotes(
            reasons, cut.achieved(), cut.shortfall(), cut.search(), List.of(), List.of()));
  }
}
