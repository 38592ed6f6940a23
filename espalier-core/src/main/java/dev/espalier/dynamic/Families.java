package dev.espalier.dynamic;

import dev.espalier.files.Json;
import dev.espalier.onnx.OnnxWriter;
import dev.espalier.recipe.Recipe;
import dev.espalier.recipe.RecipeException;
import dev.espalier.recipe.Target;
import dev.espalier.record.CertificateRecord;
import dev.espalier.record.Drop;
import dev.espalier.record.Status;
import dev.espalier.stage.Candidate;
import dev.espalier.stage.StagePlan;
import dev.espalier.trial.Answering;
import dev.espalier.trial.Clock;
import dev.espalier.trial.Feedback;
import dev.espalier.trial.Strategy;
import dev.espalier.trial.Trial;
import dev.espalier.trial.Trials;
import dev.espalier.trial.Workbench;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Nested variants of one model: each is cut from the one before it, so that what the smaller keeps
 * the larger keeps as well, and tuned against the original.
 *
 * <p>Ratios count in what the recipe's goal names ({@code macs} where it names none); with {@code
 * latency} widths follow measured time, and with {@code cut.granularity: units+blocks} variants
 * lose residual blocks too. The schedule's steps are made between one variant and the next.
 *
 * <p>Source: Yu et al., Slimmable Neural Networks, ICLR 2019 (nested widths), here cut by what
 * units matter and with weights of their own.
 */
final class Families {
  static final String FOLDER = "family";

  /** Shares of the original where nothing says otherwise. */
  private static final List<Double> USUAL = List.of(0.4, 0.1);

  /** A second member's share of the first: so cheap that what it answers is saved. */
  private static final double BELOW = 1.0 / 3;

  /** A second member that takes more of the first is not worth the choice. */
  private static final double CLOSE = 0.9;

  private final Workbench.Job job;
  private final Trials trials;

  Families(Workbench.Job job, Trials trials) {
    this.job = job;
    this.trials = trials;
  }

  /**
   * A variant.
   *
   * @param name of its files
   * @param ratio of the original's cost that was asked for
   * @param achieved the ratio that its widths gave
   * @param candidate tuned, with what was done to it
   * @param certificate of the last cut
   * @param drop on the gate's examples; null without a gate
   * @param found whether a search found it to be the smallest within the allowed loss
   */
  record Member(
      String name,
      double ratio,
      double achieved,
      Candidate candidate,
      CertificateRecord certificate,
      @Nullable Drop drop,
      boolean found) {}

  /**
   * The variants at these shares of the original's cost, the largest first; each is written when it
   * has ended, and a resumed run finds what had ended.
   */
  List<Member> make(List<Double> ratios) {
    List<Member> members = new ArrayList<>();
    Trial last = null;
    for (double ratio : falling(ratios)) {
      last = trials.make(Strategy.lastCut(job.recipe(), trials, last, ratio));
      members.add(written(last, ratio, false));
    }
    return members;
  }

  /**
   * The smallest static model within the allowed loss, as a search finds it, and one cut from it.
   * Where no loss is allowed but a cost is asked for, one of that cost and one below it.
   *
   * @param clock of the run
   * @param gradients whether criteria may ask for them
   */
  List<Member> found(Clock clock, boolean gradients) {
    Recipe recipe = job.recipe();
    if (recipe.goal().searches()) {
      Feedback feedback = new Feedback(recipe, gradients, trials.shortEpochs());
      Strategy.Choice choice =
          new Strategy(recipe, trials, new Answering(trials, feedback), clock).run();
      Trial best = choice.trial();
      if (choice.status() == Status.DONE && best.number() > 0) {
        List<Member> members = new ArrayList<>(List.of(written(best, best.cut().achieved(), true)));
        double smaller = below(best);
        if (smaller < CLOSE * best.cut().achieved()) {
          Trial below = trials.make(Strategy.lastCut(recipe, trials, best, smaller));
          members.add(written(below, smaller, false));
        }
        return members;
      }
    }
    double asked = recipe.goal().ratio();
    return make(recipe.goal().aims().isEmpty() ? USUAL : List.of(asked, BELOW * asked));
  }

  /**
   * How small a second member is to be. Time, unlike work, has a floor, which the smallest trial is
   * near to: halfway to it.
   */
  private double below(Trial best) {
    if (job.recipe().goal().led() != Target.LATENCY) {
      return BELOW * best.cut().achieved();
    }
    double floor =
        trials.done().stream()
            .mapToDouble(t -> t.cut().achieved())
            .min()
            .orElse(best.cut().achieved());
    return Math.max(BELOW * best.cut().achieved(), Math.sqrt(floor * best.cut().achieved()));
  }

  private Member written(Trial trial, double ratio, boolean found) {
    Member member = member(trial, ratio, found);
    write(member);
    return member;
  }

  private static List<Double> falling(List<Double> ratios) {
    List<Double> sorted = ratios.stream().distinct().sorted(Comparator.reverseOrder()).toList();
    if (sorted.isEmpty() || sorted.get(0) >= 1 || !(sorted.get(sorted.size() - 1) > 0)) {
      throw new RecipeException(
          "the variants of a family need ratios between 0 and 1, not " + ratios);
    }
    return sorted;
  }

  private Member member(Trial trial, double ratio, boolean found) {
    String kind = job.recipe().goal().led().word();
    Candidate candidate = trials.candidate(trial.number());
    return new Member(
        String.format(Locale.ROOT, "%s-%.3f", kind, ratio),
        ratio,
        trial.cut().achieved(),
        candidate,
        trial.cut().certificate(),
        trial.drop(),
        found);
  }

  private void write(Member member) {
    Path folder = job.folder().file(FOLDER);
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    OnnxWriter.write(member.candidate().model(), folder.resolve(member.name() + ".onnx"));
    Json.write(
        StagePlan.of(member.candidate().done()), folder.resolve(member.name() + ".plan.json"));
  }
}
