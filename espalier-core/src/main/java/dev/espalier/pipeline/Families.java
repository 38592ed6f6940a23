package dev.espalier.pipeline;

import dev.espalier.model.Model;
import dev.espalier.onnx.OnnxWriter;
import dev.espalier.plan.PrunePlan;
import dev.espalier.recipe.RecipeException;
import dev.espalier.record.CertificateRecord;
import dev.espalier.record.Drop;
import dev.espalier.record.Json;
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

  private final Workbench.Job job;
  private final Trials trials;

  Families(Workbench.Job job, Trials trials) {
    if (job.recipe().cut().granularity().equals("weights")) {
      throw new RecipeException(
          "cut.granularity is weights, which makes no variant faster; a family needs units or blocks");
    }
    this.job = job;
    this.trials = trials;
  }

  /**
   * A variant.
   *
   * @param name of its files
   * @param ratio of the original's cost that was asked for
   * @param achieved the ratio that its widths gave
   * @param plan from the original
   * @param model tuned
   * @param certificate of the last cut
   * @param drop on the gate's examples; null without a gate
   */
  record Member(
      String name,
      double ratio,
      double achieved,
      PrunePlan plan,
      Model model,
      CertificateRecord certificate,
      @Nullable Drop drop) {}

  /**
   * The variants at these shares of the original's cost, the largest first; each is written when it
   * has ended, and a resumed run finds what had ended.
   */
  List<Member> make(List<Double> ratios) {
    List<Member> members = new ArrayList<>();
    Trial last = null;
    for (double ratio : falling(ratios)) {
      last = trials.make(Strategy.lastCut(job.recipe(), trials, last, ratio));
      Member member = member(last, ratio);
      write(member);
      members.add(member);
    }
    return members;
  }

  private static List<Double> falling(List<Double> ratios) {
    List<Double> sorted = ratios.stream().distinct().sorted(Comparator.reverseOrder()).toList();
    if (sorted.isEmpty() || sorted.get(0) >= 1 || !(sorted.get(sorted.size() - 1) > 0)) {
      throw new RecipeException(
          "the variants of a family need ratios between 0 and 1, not " + ratios);
    }
    return sorted;
  }

  private Member member(Trial trial, double ratio) {
    String kind = job.recipe().goal().led();
    Candidate candidate = trials.candidate(trial.number());
    return new Member(
        String.format(Locale.ROOT, "%s-%.3f", kind, ratio),
        ratio,
        trial.achieved(),
        candidate.plan(),
        candidate.model(),
        trial.certificate(),
        trial.drop());
  }

  private void write(Member member) {
    Path folder = job.folder().file(FOLDER);
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    OnnxWriter.write(member.model(), folder.resolve(member.name() + ".onnx"));
    Json.write(member.plan(), folder.resolve(member.name() + ".plan.json"));
  }
}
