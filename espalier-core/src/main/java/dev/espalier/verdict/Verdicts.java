package dev.espalier.verdict;

import dev.espalier.recipe.Recipe;
import dev.espalier.record.Drop;
import dev.espalier.record.Figures;
import dev.espalier.record.RunRecord;
import dev.espalier.record.RunRecordBuilder;
import dev.espalier.record.Status;
import dev.espalier.record.Verdict;
import dev.espalier.record.Verdict.Grade;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Says, once the final figures are there, whether what was asked for is true of the result.
 *
 * <p>Green means reached, on examples that nothing was chosen on, faster and smaller than the
 * original, with the judged metric within what was allowed, and with no other (or none at all, if
 * nothing was allowed) more than five points below the original's.
 *
 * @param recipe what was asked for
 * @param chances how the final answers compare with chance; null where that was not looked at
 * @param kind what the run did
 */
public record Verdicts(Recipe recipe, @Nullable Chances chances, RunKind kind) {
  /**
   * Of a run that cuts.
   *
   * @param recipe what was asked for
   * @param chances how the final answers compare with chance; null where that was not looked at
   */
  public Verdicts(Recipe recipe, @Nullable Chances chances) {
    this(recipe, chances, RunKind.CUTTING);
  }

  /**
   * How answers compare with those of a model that has learnt nothing.
   *
   * @param original whether the original is no better
   * @param result whether the result is no better
   * @param figures of both, for a person
   */
  public record Chances(boolean original, boolean result, String figures) {}

  /** The record with its verdict, and with the status that follows where a goal was missed. */
  public RunRecord judged(RunRecordBuilder builder) {
    RunRecord record = builder.build();
    SizeFindings sizes = new SizeFindings(recipe);
    Status status = sizes.status(record);
    String message = sizes.message(record);
    Optional<String> lost =
        status == Status.DONE
            ? new LossFindings(recipe, remedies()).broken(record)
            : Optional.empty();
    builder.status(
        lost.isPresent() ? Status.UNREACHABLE : status,
        lost.map(l -> l + ". " + message).orElse(message));
    return builder.verdict(of(builder.build())).build();
  }

  /** The verdict on a record of which everything but this is filled in. */
  Verdict of(RunRecord record) {
    List<Finding> found = findings(record);
    return switch (record.status()) {
      case FAILED, RUNNING ->
          new Verdict(
              record.status() == Status.FAILED ? Grade.RED : Grade.AMBER,
              Verdict.word(record.status()),
              List.of(record.message()),
              List.of());
      case UNREACHABLE -> unreachable(found, record.message());
      case DONE ->
          found.isEmpty()
              ? new Verdict(
                  Grade.GREEN, "done", List.of(record.message() + figures(record)), List.of())
              : led(found, record.message());
    };
  }

  private Remedies remedies() {
    return new Remedies(recipe, kind);
  }

  private List<Finding> findings(RunRecord record) {
    SizeFindings sizes = new SizeFindings(recipe);
    Stream<Finding> losses =
        record.status() == Status.DONE
            ? new LossFindings(recipe, remedies()).of(record)
            : Stream.empty();
    return kind == RunKind.TRAINING
        ? Stream.concat(useless(record), losses).toList()
        : Stream.of(
                useless(record),
                sizes.worse(record),
                losses,
                sizes.missed(record),
                unmeasured(record))
            .flatMap(f -> f)
            .toList();
  }

  /** A result that has unlearnt everything, or an original that had learnt nothing. */
  private Stream<Finding> useless(RunRecord record) {
    if (chances == null || !chances.result()) {
      return Stream.empty();
    }
    if (chances.original() && kind != RunKind.TRAINING) {
      return Stream.of(
          Finding.but(
              "the original itself is no better than chance here: " + chances.figures(),
              List.of("other labels or preprocessing (docs/DATA.md)")));
    }
    Drop drop = record.outcome().drop();
    boolean luck = kind != RunKind.TRAINING && drop != null && drop.low() <= 0;
    String sentence = "the result is no better than chance: " + chances.figures();
    return Stream.of(
        luck
            ? Finding.but(sentence + "; the original is little better", remedies().gentler())
            : new Finding(Grade.RED, "not usable", true, sentence, remedies().gentler()));
  }

  private static Stream<Finding> unmeasured(RunRecord record) {
    return record.outcome().drop() != null || !SizeFindings.cut(record)
        ? Stream.empty()
        : Stream.of(
            Finding.but(
                "what was lost is unknown, since no data was given",
                List.of("--data with examples of what the model is for")));
  }

  private static Verdict led(List<Finding> found, String message) {
    Finding first = found.get(0);
    List<String> sentences = new ArrayList<>(sentences(found));
    sentences.add(message);
    return new Verdict(first.grade(), first.word(), sentences, advice(found));
  }

  private Verdict unreachable(List<Finding> found, String message) {
    if (!found.isEmpty() && found.get(0).first()) {
      return led(found, message);
    }
    List<String> sentences = new ArrayList<>(List.of(message));
    sentences.addAll(sentences(found));
    List<String> advice =
        chances == null || kind != RunKind.CUTTING ? List.of() : remedies().unreachable();
    return new Verdict(Grade.AMBER, Verdict.word(Status.UNREACHABLE), sentences, advice);
  }

  private static List<String> sentences(List<Finding> found) {
    return found.stream().map(Finding::sentence).toList();
  }

  private static List<String> advice(List<Finding> found) {
    return found.stream().flatMap(f -> f.advice().stream()).distinct().toList();
  }

  /** What it was before, where the message does not say it. */
  private String figures(RunRecord record) {
    Drop drop = record.outcome().drop();
    Figures original = record.outcome().original();
    Figures result = record.outcome().result();
    if (drop == null || original == null || result == null || kind == RunKind.TRAINING) {
      return "";
    }
    Double before = original.metrics().get(drop.metric());
    Double after = result.metrics().get(drop.metric());
    return before == null || after == null
        ? ""
        : String.format(Locale.ROOT, "; %s %.4f, was %.4f", drop.metric(), after, before);
  }
}
