package dev.espalier.record;

import dev.espalier.record.ModelProfile.WidthCost;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Everything a reader needs to trust a result: the content of {@code run.json}.
 *
 * @param status how the run ended
 * @param message one sentence for a person: how it ended, or what is wrong and what to do
 * @param verdict whether to be content with it; what the status alone says where none was given
 * @param tool what was started and when
 * @param inputs model and data files with their hashes
 * @param files all files that the run left but this one and what is made of it, with their hashes
 * @param environment versions and machine
 * @param seeds by what they decide
 * @param recipe every setting, as the tree that recipe.yaml holds
 * @param data which examples did what; null without data
 * @param study what was found before anything was cut, and what followed; null where nothing was
 *     studied
 * @param original the model that came in; null until measured
 * @param result the model that went out; null until there is one
 * @param drop what it cost; null without data
 * @param expected what the gate's examples let expect of the drop on as many new examples as the
 *     final ones; null without a gate
 * @param parts quality of each task of several, and of each domain that DATA tells apart; empty
 *     elsewhere
 * @param targets what was aimed at and reached, the leading one first; empty where only the loss
 *     was
 * @param front models from gentle to the chosen one, largest first; empty where none were asked for
 * @param answers which of them changed, and how sure both models are; null unless the task is a
 *     classification
 * @param moved embeddings that changed most; null unless the task is one of embeddings
 * @param boxes of a few examples; empty unless the task is a detection
 * @param robustness how both hold out on harder inputs; null without data
 * @param dynamic ways that inputs take through a dynamic model; null for a static one
 * @param certificate that the cut is exact; null until checked
 * @param pace of all trainings; null where nothing was tuned
 * @param steps cuts or trials in order
 * @param searches for widths, in order; empty where allocations found them
 * @param groups coupled units in graph order
 * @param blocks residual blocks in graph order
 * @param barriers where cutting stops
 * @param layers nodes with weights in graph order
 * @param operatorShares where the time goes; empty where not measured
 * @param widthCosts measured time over the width of the groups that cost most; empty without a
 *     latency target
 * @param control the cut architecture trained from random weights; null where not asked for
 * @param warnings what a reader should know before trusting the figures
 */
public record RunRecord(
    Status status,
    String message,
    Verdict verdict,
    Tool tool,
    List<InputFile> inputs,
    List<RunFile> files,
    Environment environment,
    Map<String, Long> seeds,
    Map<String, @Nullable Object> recipe,
    @Nullable DataRoles data,
    @Nullable StudyRecord study,
    @Nullable Figures original,
    @Nullable Figures result,
    @Nullable Drop drop,
    @Nullable Drop expected,
    List<PartRecord> parts,
    List<TargetRecord> targets,
    List<FrontRecord> front,
    @Nullable AnswersRecord answers,
    @Nullable MovedRecord moved,
    List<BoxesRecord> boxes,
    @Nullable RobustnessRecord robustness,
    @Nullable DynamicRecord dynamic,
    @Nullable CertificateRecord certificate,
    @Nullable PaceRecord pace,
    List<StepRecord> steps,
    List<SearchRecord> searches,
    List<GroupRecord> groups,
    List<BlockRecord> blocks,
    List<BarrierRecord> barriers,
    List<LayerRecord> layers,
    List<OperatorShare> operatorShares,
    List<WidthCost> widthCosts,
    @Nullable Figures control,
    List<String> warnings) {
  public RunRecord {
    status = Objects.requireNonNullElse(status, Status.RUNNING);
    message = Copies.text(message);
    verdict = verdict == null ? Verdict.of(status, message) : verdict;
    tool = Objects.requireNonNullElse(tool, Tool.UNKNOWN);
    inputs = Copies.list(inputs);
    files = Copies.list(files);
    environment = Objects.requireNonNullElse(environment, Environment.UNKNOWN);
    seeds = Copies.map(seeds);
    recipe = Copies.map(recipe);
    parts = Copies.list(parts);
    boxes = Copies.list(boxes);
    targets = Copies.list(targets);
    front = Copies.list(front);
    steps = Copies.list(steps);
    searches = Copies.list(searches);
    groups = Copies.list(groups);
    blocks = Copies.list(blocks);
    barriers = Copies.list(barriers);
    layers = Copies.list(layers);
    operatorShares = Copies.list(operatorShares);
    widthCosts = Copies.list(widthCosts);
    warnings = Copies.list(warnings);
  }

  /** The steps without the original's (step 0), which is there for comparison. */
  public List<StepRecord> cuts() {
    return steps.stream().filter(s -> s.step() > 0).toList();
  }

  /** The steps that came to a cut of their own, and the original's. */
  public List<StepRecord> tried() {
    return steps.stream().filter(s -> s.repeats() == 0).toList();
  }

  /** A sentence on the steps that came to the cuts of others; empty where none did. */
  public String repeated() {
    List<String> numbers =
        steps.stream().filter(s -> s.repeats() > 0).map(s -> Integer.toString(s.step())).toList();
    return switch (numbers.size()) {
      case 0 -> "";
      case 1 -> "trial " + numbers.get(0) + " came to a cut that had been tried";
      default -> "trials " + String.join(", ", numbers) + " came to cuts that had been tried";
    };
  }

  /** Whether a dynamic model was asked for; where nothing made pays, there is none. */
  public boolean forDynamic() {
    return dynamic != null
        || (!tool.command().isEmpty() && tool.command().get(0).equals("dynamic"));
  }

  /** A record to be filled in, with status running. */
  public static RunRecordBuilder builder() {
    return new RunRecordBuilder();
  }
}
