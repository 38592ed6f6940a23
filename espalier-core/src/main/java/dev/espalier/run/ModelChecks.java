package dev.espalier.run;

import dev.espalier.cut.Names;
import dev.espalier.model.Graph;
import dev.espalier.model.Model;
import dev.espalier.model.ModelFormatException;
import dev.espalier.model.Node;
import dev.espalier.model.Tensor;
import dev.espalier.prepare.Prepared;
import dev.espalier.recipe.Granularity;
import dev.espalier.recipe.Recipe;
import dev.espalier.recipe.RecipeException;
import dev.espalier.recipe.Target;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Checks a recipe against the model that it is for. */
public final class ModelChecks {
  private ModelChecks() {}

  /**
   * Refuses models in which nothing can be cut, and patterns that match nothing.
   *
   * @param recipe of the run
   * @param prepared the model with its groups and barriers
   * @param model file, for messages
   */
  public static void check(Recipe recipe, Prepared prepared, Path model) {
    for (List<String> patterns : List.of(recipe.cut().include(), recipe.cut().exclude())) {
      List<String> unused = Names.unused(prepared.coupling(), patterns);
      if (!unused.isEmpty()) {
        throw new RecipeException(
            "the pattern "
                + unused.get(0)
                + " matches no group and no residual block of "
                + model
                + "; `espalier inspect` lists their names (* stands for any text)");
      }
    }
    checkIntegers(recipe, prepared, model);
    Granularity granularity = recipe.cut().granularity();
    if (granularity == Granularity.BLOCKS && prepared.coupling().removable().isEmpty()) {
      String why =
          prepared.coupling().blocks().isEmpty()
              ? "it has no residual blocks"
              : "its residual block "
                  + prepared.coupling().blocks().get(0).label()
                  + " must stay: "
                  + prepared.coupling().blocks().get(0).reason();
      throw new ModelFormatException(
          model + ": no block can be removed: " + why + "; set cut.granularity to units");
    }
    if (granularity.cutsUnits() && prepared.coupling().prunable().isEmpty()) {
      String loop = inLoops(prepared.original());
      String why =
          !loop.isEmpty()
              ? loop
              : prepared.coupling().barriers().isEmpty()
                  ? "it has no layers whose units could be cut"
                  : prepared.coupling().barriers().get(0).reason();
      throw new ModelFormatException(
          model + ": nothing can be pruned: " + why + ". `espalier inspect` lists every barrier");
    }
  }

  /** Where most weights are read inside of control flow: what to export instead; else empty. */
  private static String inLoops(Model model) {
    for (Node node : model.graph().nodes()) {
      long read =
          Graph.reads(node).stream()
              .map(model.graph().initializers()::get)
              .filter(Objects::nonNull)
              .mapToLong(Tensor::size)
              .sum();
      boolean flow = node.is("Loop") || node.is("Scan") || node.is("If");
      if (flow && 2 * read > model.parameters()) {
        return String.format(
            Locale.ROOT,
            "%,d of its %,d parameters are read inside the %s %s, which is not looked into; export the"
                + " layer as an ONNX LSTM, GRU or RNN",
            read,
            model.parameters(),
            node.op(),
            node.key());
      }
    }
    return "";
  }

  private static void checkIntegers(Recipe recipe, Prepared prepared, Path model) {
    if (prepared.integers().isEmpty()) {
      return;
    }
    for (Target measured : List.of(Target.BYTES, Target.LATENCY, Target.MEMORY)) {
      if (recipe.goal().aims().stream().anyMatch(a -> a.what() == measured)) {
        throw new RecipeException(
            model
                + " multiplies integers, and is cut in floats, whose "
                + measured.word()
                + " says nothing of it; use --target macs or params, or --max-drop");
      }
    }
    if (recipe.quant().wanted() || recipe.goal().front() > 0) {
      throw new RecipeException(
          model
              + " multiplies integers already, and its cut does so again; leave out --quantize and"
              + " --front");
    }
  }
}
