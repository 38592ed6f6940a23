package dev.espalier.verdict;

import dev.espalier.recipe.Aim;
import dev.espalier.recipe.Recipe;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a user may try next, as words to type where there are any.
 *
 * @param recipe of the run
 * @param kind what the run did
 */
record Remedies(Recipe recipe, RunKind kind) {
  static final String EXAMPLES = "more unseen examples to judge by";

  /** How far a target is moved towards the original's size. */
  private static final double MILDER = 0.4;

  /** For what lost too much. */
  List<String> gentler() {
    List<String> advice = new ArrayList<>();
    List<Aim> aims = kind == RunKind.TRAINING ? List.of() : recipe.goal().aims();
    if (!aims.isEmpty()) {
      Aim led = aims.get(0);
      double milder = led.ratio() + MILDER * (1 - led.ratio());
      advice.add("--target " + led.what().word() + "=" + plain(milder));
    }
    if (kind != RunKind.TRAINING && recipe.goal().maxDrop() == null) {
      advice.add("--max-drop 0.01, which finds the smallest model that loses no more");
    }
    if (kind != RunKind.SERVING) {
      advice.add(longer());
      advice.add("more training examples");
    }
    return advice;
  }

  /** For what cannot be reached within the allowed loss. */
  List<String> unreachable() {
    List<String> advice = new ArrayList<>();
    Double allowed = recipe.goal().maxDrop();
    if (allowed != null) {
      advice.add("a larger loss (--max-drop " + plain(2 * allowed) + ")");
    }
    advice.add(longer());
    advice.add(EXAMPLES);
    return advice;
  }

  String longer() {
    double epochs = recipe.tune().amount().epochs();
    return epochs > 0
        ? "longer tuning (--set tune.epochs=" + plain(2 * epochs) + ")"
        : "tuning (--set tune.epochs=10)";
  }

  private static String plain(double value) {
    String text = String.format(Locale.ROOT, "%.3f", value);
    return text.replaceFirst("\\.?0+$", "");
  }
}
