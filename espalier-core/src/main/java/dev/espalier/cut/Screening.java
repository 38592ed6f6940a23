package dev.espalier.cut;

import dev.espalier.files.Json;
import dev.espalier.job.Examples;
import dev.espalier.plan.PrunePlan;
import dev.espalier.recipe.Recipe;
import dev.espalier.recipe.Target;
import dev.espalier.training.Training;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Chooses a way of cutting by trying: each meets the target and is tuned for a few updates, the
 * better third for some more, and the one with the least loss on the deciding examples is taken
 * (successive halving). What is lost before tuning says little of cuts as deep as those that halve
 * a latency.
 *
 * <p>Source: Jamieson and Talwalkar, Non-stochastic Best Arm Identification and Hyperparameter
 * Optimization, AISTATS 2016.
 */
public final class Screening {
  private static final int FIRST = 4;
  private static final int KEPT = 3;

  private final Recipe recipe;
  private final Training training;
  private final Examples examples;
  private final ProxyScore score;
  private final Path file;
  private final Map<String, Double> losses = new LinkedHashMap<>();
  private @Nullable CutStyle taken;

  /** What was tried so far, by way: a resumed run does not try it again. */
  record Store(Map<String, Double> losses) {}

  public Screening(
      Recipe recipe, Training training, Examples examples, ProxyScore score, Path file) {
    this.recipe = recipe;
    this.training = training;
    this.examples = examples;
    this.score = score;
    this.file = file;
    if (Files.exists(file)) {
      losses.putAll(Json.read(file, Store.class).losses());
    }
  }

  /** Whether a recipe asks for it and there is something to tune on. */
  public static boolean wanted(Recipe recipe, Training training) {
    return recipe.search().screen() > 0
        && !recipe.search().wanted()
        && recipe.goal().aimsAt(Target.LATENCY)
        && training.possible();
  }

  /** The cut by the best way; the first cut of a run decides which that is. */
  CutResult cut(List<CutStyle> ways, Function<CutStyle, CutResult> cutter) {
    CutStyle known = taken;
    if (known != null) {
      return cutter.apply(known);
    }
    Map<CutStyle, CutResult> cuts = distinct(ways, cutter);
    int updates = recipe.search().screen();
    List<String> reasons = new ArrayList<>();
    List<CutStyle> first =
        ranked(cuts, List.copyOf(cuts.keySet()), Math.max(1, updates / FIRST), reasons);
    List<CutStyle> rest = first.subList(0, Math.min(first.size(), 1 + first.size() / KEPT));
    CutStyle best = ranked(cuts, rest, updates, reasons).get(0);
    taken = best;
    reasons.add("after " + updates + " updates the best way was " + best.words());
    return Objects.requireNonNull(cuts.get(best)).withNotes(reasons);
  }

  /** What each way leads to, less those that lead where an earlier one does. */
  private static Map<CutStyle, CutResult> distinct(
      List<CutStyle> ways, Function<CutStyle, CutResult> cutter) {
    Map<CutStyle, CutResult> cuts = new LinkedHashMap<>();
    for (CutStyle way : ways) {
      CutResult cut = cutter.apply(way);
      PrunePlan plan = cut.candidate().plan();
      if (cuts.values().stream().noneMatch(c -> c.candidate().plan().keepsAs(plan))) {
        cuts.put(way, cut);
      }
    }
    return cuts;
  }

  /** By loss after some updates, the least first; {@code reasons} are told of each. */
  private List<CutStyle> ranked(
      Map<CutStyle, CutResult> cuts, List<CutStyle> ways, int updates, List<String> reasons) {
    Map<CutStyle, Double> found = new LinkedHashMap<>();
    for (CutStyle way : ways) {
      CutResult cut = Objects.requireNonNull(cuts.get(way));
      String key = way.words() + ", " + updates + " updates";
      double loss = losses.computeIfAbsent(key, k -> loss(cut, updates));
      Json.write(new Store(losses), file);
      found.put(way, loss);
      reasons.add(
          key
              + (loss == Double.MAX_VALUE
                  ? ": cannot reach the target"
                  : String.format(Locale.ROOT, ": loss %.3f", loss)));
    }
    return found.entrySet().stream()
        .sorted(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .toList();
  }

  /** What missed the target is not worth tuning. */
  private double loss(CutResult cut, int updates) {
    if (!cut.shortfall().isEmpty()) {
      return Double.MAX_VALUE;
    }
    int records = Objects.requireNonNull(examples.train()).size();
    double epochs = (double) updates * recipe.tune().amount().batch() / records;
    double loss = score.loss(training.tune(cut.candidate(), epochs, false).candidate().model());
    return Double.isFinite(loss) ? loss : Double.MAX_VALUE;
  }
}
