package dev.espalier.study;

import dev.espalier.coupling.Coupler;
import dev.espalier.coupling.Coupling;
import dev.espalier.data.Splits;
import dev.espalier.progress.Progress;
import dev.espalier.recipe.Recipe;
import dev.espalier.tune.InputGradients;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is to be studied.
 *
 * @param name of the model, for a person
 * @param coupling the prepared model with its groups
 * @param coupler that made it
 * @param splits the data
 * @param recipe what the user chose, defaults elsewhere
 * @param stated keys of the recipe that the user chose, with dots; no rule changes these
 * @param searching whether what shrinks may be chosen where no target is named
 * @param passSeconds that training takes for a pass over its examples; NaN where unknown
 * @param gradients of inputs; null where nothing gives any
 * @param progress told how far the work is
 */
public record StudyRequest(
    String name,
    Coupling coupling,
    Coupler coupler,
    Splits splits,
    Recipe recipe,
    Set<String> stated,
    boolean searching,
    double passSeconds,
    @Nullable InputGradients gradients,
    Progress progress) {
  public StudyRequest {
    stated = Set.copyOf(stated);
  }
}
