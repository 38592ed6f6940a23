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

  /** How the run stands, and why. */
  public RunRecordBuilder status(Status status, String message) {
    this.status = status;
    this.message = message;
    return this;
  }

  /** Fills in {@link RunCourse#pace}. */
  public RunRecordBuilder pace(PaceRecord pace) {
    this.pace = pace;
    return this;
  }

  /** Fills in {@link RunRecord#verdict}. */
  public RunRecordBuilder verdict(Verdict verdict) {
    this.verdict = verdict;
    return this;
  }

  /** Fills in {@link RunSetup#tool}. */
  public RunRecordBuilder tool(Tool tool) {
    this.tool = tool;
    return this;
  }

  /** Fills in {@link RunSetup#inputs}. */
  public RunRecordBuilder inputs(List<InputFile> inputs) {
    this.inputs = inputs;
    return this;
  }

  /** Fills in {@link RunOutcome#files}. */
  public RunRecordBuilder files(List<RunFile> files) {
    this.files = files;
    return this;
  }

  /** Fills in {@link RunSetup#environment}. */
  public RunRecordBuilder environment(Environment environment) {
    this.environment = environment;
    return this;
  }

  /** Fills in {@link RunSetup#seeds}. */
  public RunRecordBuilder seeds(Map<String, Long> seeds) {
    this.seeds = seeds;
    return this;
  }

  /** Fills in {@link RunSetup#recipe}. */
  public RunRecordBuilder recipe(Map<String, @Nullable Object> recipe) {
    this.recipe = recipe;
    return this;
  }

  /** Fills in {@link RunSetup#data}. */
  public RunRecordBuilder data(DataRoles data) {
    this.data = data;
    return this;
  }

  /** Fills in {@link RunSetup#study}. */
  public RunRecordBuilder study(StudyRecord study) {
    this.study = study;
    return this;
  }

  /** Fills in {@link RunOutcome#parts}. */
  public RunRecordBuilder parts(List<PartRecord> parts) {
    this.parts = parts;
    return this;
  }

  /** Fills in {@link RunOutcome#original}. */
  public RunRecordBuilder original(Figures original) {
    this.original = original;
    return this;
  }

  /** Fills in {@link RunOutcome#result}. */
  public RunRecordBuilder result(Figures result) {
    this.result = result;
    return this;
  }

  /** Fills in {@link RunOutcome#drop}. */
  public RunRecordBuilder drop(Drop drop) {
    this.drop = drop;
    return this;
  }

  /** Fills in {@link RunOutcome#expected}. */
  public RunRecordBuilder expected(Drop expected) {
    this.expected = expected;
    return this;
  }

  /** Fills in {@link RunOutcome#targets}. */
  public RunRecordBuilder targets(List<TargetRecord> targets) {
    this.targets = targets;
    return this;
  }

  /** Fills in {@link RunCourse#front}. */
  public RunRecordBuilder front(List<FrontRecord> front) {
    this.front = front;
    return this;
  }

  /** Fills in {@link RunBehaviour#moved}. */
  public RunRecordBuilder moved(MovedRecord moved) {
    this.moved = moved;
    return this;
  }

  /** Fills in {@link RunBehaviour#answers}. */
  public RunRecordBuilder answers(AnswersRecord answers) {
    this.answers = answers;
    return this;
  }

  /** Fills in {@link RunBehaviour#boxes}. */
  public RunRecordBuilder boxes(List<BoxesRecord> boxes) {
    this.boxes = boxes;
    return this;
  }

  /** Fills in {@link RunBehaviour#robustness}. */
  public RunRecordBuilder robustness(RobustnessRecord robustness) {
    this.robustness = robustness;
    return this;
  }

  /** Fills in {@link RunRecord#dynamic}. */
  public RunRecordBuilder dynamic(DynamicRecord dynamic) {
    this.dynamic = dynamic;
    return this;
  }

  /** Fills in {@link RunOutcome#certificate}. */
  public RunRecordBuilder certificate(CertificateRecord certificate) {
    this.certificate = certificate;
    return this;
  }

  /** Adds a step behind those there are. */
  public RunRecordBuilder step(StepRecord step) {
    steps.add(step);
    return this;
  }

  /** Adds a search to {@link RunCourse#searches}. */
  public RunRecordBuilder search(SearchRecord search) {
    searches.add(search);
    return this;
  }

  /** Fills in {@link RunStructure#groups}. */
  public RunRecordBuilder groups(List<GroupRecord> groups) {
    this.groups = groups;
    return this;
  }

  /** Fills in {@link RunStructure#blocks}. */
  public RunRecordBuilder blocks(List<BlockRecord> blocks) {
    this.blocks = blocks;
    return this;
  }

  /** Fills in {@link RunStructure#barriers}. */
  public RunRecordBuilder barriers(List<BarrierRecord> barriers) {
    this.barriers = barriers;
    return this;
  }

  /** Fills in {@link RunStructure#layers}. */
  public RunRecordBuilder layers(List<LayerRecord> layers) {
    this.layers = layers;
    return this;
  }

  /** Fills in {@link RunStructure#operatorShares}. */
  public RunRecordBuilder operatorShares(List<OperatorShare> operatorShares) {
    this.operatorShares = operatorShares;
    return this;
  }

  /** Fills in {@link RunStructure#widthCosts}. */
  public RunRecordBuilder widthCosts(List<WidthCost> widthCosts) {
    this.widthCosts = widthCosts;
    return this;
  }

  /** Fills in {@link RunCourse#control}. */
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

  /** The record as it is filled in so far. */
  public RunRecord build() {
    return new RunRecord(
        status,
        message,
        verdict == null ? Verdict.of(status, message) : verdict,
        new RunSetup(tool, inputs, environment, seeds, recipe, data, study),
        new RunOutcome(files, original, result, drop, expected, parts, targets, certificate),
        new RunBehaviour(answers, moved, boxes, robustness),
        dynamic,
        new RunCourse(pace, steps, searches, front, control),
        new RunStructure(groups, blocks, barriers, layers, operatorShares, widthCosts),
        warnings);
  }
}
