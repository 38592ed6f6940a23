package dev.espalier.record;

import dev.espalier.record.ModelProfile.WidthCost;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A run record in the making; {@link #build()} may be called at any time and as often as wanted.
 */
public final class RunRecordBuilder {
  private Status status = Status.RUNNING;
  private String message = "";
  private @Nullable Verdict verdict;
  private @Nullable PaceRecord pace;
  private Tool tool = Tool.UNKNOWN;
  private List<InputFile> inputs = List.of();
  private List<RunFile> files = List.of();
  private Environment environment = Environment.UNKNOWN;
  private Map<String, Long> seeds = Map.of();
  private Map<String, @Nullable Object> recipe = Map.of();
  private @Nullable DataRoles data;
  private @Nullable StudyRecord study;
  private @Nullable Figures original;
  private @Nullable Figures result;
  private @Nullable Drop drop;
  private @Nullable Drop expected;
  private List<PartRecord> parts = List.of();
  private List<TargetRecord> targets = List.of();
  private List<FrontRecord> front = List.of();
  private @Nullable AnswersRecord answers;
  private @Nullable MovedRecord moved;
  private List<BoxesRecord> boxes = List.of();
  private @Nullable RobustnessRecord robustness;
  private @Nullable DynamicRecord dynamic;
  private @Nullable CertificateRecord certificate;
  private final List<StepRecord> steps = new ArrayList<>();
  private final List<SearchRecord> searches = new ArrayList<>();
  private List<GroupRecord> groups = List.of();
  private List<BlockRecord> blocks = List.of();
  private List<BarrierRecord> barriers = List.of();
  private List<LayerRecord> layers = List.of();
  private List<OperatorShare> operatorShares = List.of();
  private List<WidthCost> widthCosts = List.of();
  private @Nullable Figures control;
  private final List<String> warnings = new ArrayList<>();

  RunRecordBuilder() {}

  public RunRecordBuilder status(Status status, String message) {
    this.status = status;
    this.message = message;
    return this;
  }

  public RunRecordBuilder pace(PaceRecord pace) {
    this.pace = pace;
    return this;
  }

  public RunRecordBuilder verdict(Verdict verdict) {
    this.verdict = verdict;
    return this;
  }

  public RunRecordBuilder tool(Tool tool) {
    this.tool = tool;
    return this;
  }

  public RunRecordBuilder inputs(List<InputFile> inputs) {
    this.inputs = inputs;
    return this;
  }

  public RunRecordBuilder files(List<RunFile> files) {
    this.files = files;
    return this;
  }

  public RunRecordBuilder environment(Environment environment) {
    this.environment = environment;
    return this;
  }

  public RunRecordBuilder seeds(Map<String, Long> seeds) {
    this.seeds = seeds;
    return this;
  }

  public RunRecordBuilder recipe(Map<String, @Nullable Object> recipe) {
    this.recipe = recipe;
    return this;
  }

  public RunRecordBuilder data(DataRoles data) {
    this.data = data;
    return this;
  }

  public RunRecordBuilder study(StudyRecord study) {
    this.study = study;
    return this;
  }

  public RunRecordBuilder parts(List<PartRecord> parts) {
    this.parts = parts;
    return this;
  }

  public RunRecordBuilder original(Figures original) {
    this.original = original;
    return this;
  }

  public RunRecordBuilder result(Figures result) {
    this.result = result;
    return this;
  }

  public RunRecordBuilder drop(Drop drop) {
    this.drop = drop;
    return this;
  }

  public RunRecordBuilder expected(Drop expected) {
    this.expected = expected;
    return this;
  }

  public RunRecordBuilder targets(List<TargetRecord> targets) {
    this.targets = targets;
    return this;
  }

  public RunRecordBuilder front(List<FrontRecord> front) {
    this.front = front;
    return this;
  }

  public RunRecordBuilder moved(MovedRecord moved) {
    this.moved = moved;
    return this;
  }

  public RunRecordBuilder answers(AnswersRecord answers) {
    this.answers = answers;
    return this;
  }

  public RunRecordBuilder boxes(List<BoxesRecord> boxes) {
    this.boxes = boxes;
    return this;
  }

  public RunRecordBuilder robustness(RobustnessRecord robustness) {
    this.robustness = robustness;
    return this;
  }

  public RunRecordBuilder dynamic(DynamicRecord dynamic) {
    this.dynamic = dynamic;
    return this;
  }

  public RunRecordBuilder certificate(CertificateRecord certificate) {
    this.certificate = certificate;
    return this;
  }

  public RunRecordBuilder step(StepRecord step) {
    steps.add(step);
    return this;
  }

  public RunRecordBuilder search(SearchRecord search) {
    searches.add(search);
    return this;
  }

  public RunRecordBuilder groups(List<GroupRecord> groups) {
    this.groups = groups;
    return this;
  }

  public RunRecordBuilder blocks(List<BlockRecord> blocks) {
    this.blocks = blocks;
    return this;
  }

  public RunRecordBuilder barriers(List<BarrierRecord> barriers) {
    this.barriers = barriers;
    return this;
  }

  public RunRecordBuilder layers(List<LayerRecord> layers) {
    this.layers = layers;
    return this;
  }

  public RunRecordBuilder operatorShares(List<OperatorShare> operatorShares) {
    this.operatorShares = operatorShares;
    return this;
  }

  public RunRecordBuilder widthCosts(List<WidthCost> widthCosts) {
    this.widthCosts = widthCosts;
    return this;
  }

  public RunRecordBuilder control(Figures control) {
    this.control = control;
    return this;
  }

  /** Adds a warning once. */
  public RunRecordBuilder warning(String warning) {
    if (!warnings.contains(warning)) {
      warnings.add(warning);
    }
    return this;
  }

  public RunRecord build() {
    return new RunRecord(
        status,
        message,
        verdict == null ? Verdict.of(status, message) : verdict,
        tool,
        inputs,
        files,
        environment,
        seeds,
        recipe,
        data,
        study,
        original,
        result,
        drop,
        expected,
        parts,
        targets,
        front,
        answers,
        moved,
        boxes,
        robustness,
        dynamic,
        certificate,
        pace,
        steps,
        searches,
        groups,
        blocks,
        barriers,
        layers,
        operatorShares,
        widthCosts,
        control,
        warnings);
  }
}
