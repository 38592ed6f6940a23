package dev.espalier.trial;

import dev.espalier.files.Json;
import dev.espalier.files.Sha256;
import dev.espalier.job.Examples;
import dev.espalier.job.Hashes;
import dev.espalier.recipe.Recipe;
import dev.espalier.recipe.RecipeCodec;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** What determines every trial of a run alike: its original, its data, and its settings. */
final class TrialContext {
  /** Settings that say how many trials there are, or where, but not what one of them is. */
  private static final List<String> APART =
      List.of(
          "goal.minutes", "goal.front", "schedule.trials", "schedule.feedback", "search.parallel");

  private TrialContext() {}

  /** Hash of the three. */
  static String of(Workbench.Job job) {
    Examples examples = job.source().examples();
    String text =
        Hashes.file("model", job.request().model()).sha256()
            + "\n"
            + (examples == null ? "" : examples.roles().splitsHash())
            + "\n"
            + settings(job.recipe());
    return HexFormat.of().formatHex(Sha256.digest().digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static String settings(Recipe recipe) {
    ObjectNode tree = (ObjectNode) Json.tree(RecipeCodec.tree(recipe));
    for (String key : APART) {
      int dot = key.indexOf('.');
      ((ObjectNode) tree.required(key.substring(0, dot))).remove(key.substring(dot + 1));
    }
    return Json.text(tree);
  }
}
