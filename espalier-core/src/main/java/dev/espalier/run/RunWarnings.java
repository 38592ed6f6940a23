package dev.espalier.run;

import dev.espalier.job.Examples;
import dev.espalier.judge.Gate;
import dev.espalier.model.Inference;
import dev.espalier.quality.Chance;
import dev.espalier.recipe.Recipe;
import dev.espalier.recipe.Target;
import dev.espalier.trial.Workbench;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a person should know of a run before it begins: what it lacks, and what it cannot see. */
final class RunWarnings {
  private RunWarnings() {}

  /** One sentence for each, in the order in which they are told. */
  static List<String> of(Workbench.Job parts, Workbench bench) {
    List<String> told = new ArrayList<>(parts.source().notes());
    told.add(Inference.note(parts.source().model()));
    told.add(goal(parts.recipe()));
    told.add(parts.prepared().uncounted());
    Examples examples = parts.source().examples();
    if (examples == null) {
      told.add(
          "no data was given: units were chosen by the weights alone, nothing was tuned, and no loss was measured");
    } else {
      told.add(tuning(examples, bench));
      told.add(labels(examples));
      told.add(chance(examples, bench.gate()));
    }
    told.removeIf(String::isEmpty);
    return told;
  }

  private static String goal(Recipe recipe) {
    boolean named = recipe.goal().target() != Target.NONE || recipe.goal().maxDrop() != null;
    return named
        ? ""
        : String.format(
            Locale.ROOT,
            "no goal was named, so the model is cut to %.2f of the %s: name a size (--target) or a loss that is allowed (--max-drop)",
            recipe.goal().ratio(),
            recipe.goal().led().word());
  }

  private static String tuning(Examples examples, Workbench bench) {
    if (bench.training().possible()) {
      return "";
    }
    return "nothing was tuned ("
        + (examples.train() == null
            ? "the data has no train split"
            : "tune.epochs is 0, or no tuner is at hand")
        + ")";
  }

  private static String labels(Examples examples) {
    return examples.task().unlabelled()
        ? "the data has no labels: the result was tuned to imitate the original, and the loss is "
            + examples.task().kind().disagreement()
            + "; how good the original itself is is unknown"
        : "";
  }

  private static String chance(Examples examples, @Nullable Gate gate) {
    return gate != null && Chance.near(examples.task(), gate.original())
        ? String.format(
            Locale.ROOT,
            "the original is near chance on these examples (%s %.4f, chance %.4f): check labels and preprocessing",
            examples.task().metric(),
            gate.originalMetric(),
            examples.task().chance(gate.original()))
        : "";
  }
}
