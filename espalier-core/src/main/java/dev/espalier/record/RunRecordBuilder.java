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
  private List<MasksRecord> masks = List.of();
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

  /**
   * How the run stands, and why.
   *
   * @param status running, or how the run ended
   * @param message one sentence for a person
   * @return this builder
   */
  public RunRecordBuilder status(Status status, String message) {
    this.status = status;
    this.message = message;
    return this;
  }

  /**
   * Fills in {@link RunCourse#pace}.
   *
   * @param pace of all trainings
   * @return this builder
   */
  public RunRecordBuilder pace(PaceRecord pace) {
    this.pace = pace;
    return this;
  }

  /**
   * Fills in {@link RunRecord#verdict}.
   *
   * @param verdict whether to be content with it; what the status alone says where none was given
   * @return this builder
   */
  public RunRecordBuilder verdict(Verdict verdict) {
    this.verdict = verdict;
    return this;
  }

  /**
   * Fills in {@link RunSetup#tool}.
   *
   * @param tool what was started and when
   * @return this builder
   */
  public RunRecordBuilder tool(Tool tool) {
    this.tool = tool;
    return this;
  }

  /**
   * Fills in {@link RunSetup#inputs}.
   *
   * @param inputs model and data files with their hashes
   * @return this builder
   */
  public RunRecordBuilder inputs(List<InputFile> inputs) {
    this.inputs = inputs;
    return this;
  }

  /**
   * Fills in {@link RunOutcome#files}.
   *
   * @param files all files that the run left but run.json and what is made of it, with their hashes
   * @return this builder
   */
  public RunRecordBuilder files(List<RunFile> files) {
    this.files = files;
    return this;
  }

  /**
   * Fills in {@link RunSetup#environment}.
   *
   * @param environment versions and machine
   * @return this builder
   */
  public RunRecordBuilder environment(Environment environment) {
    this.environment = environment;
    return this;
  }

  /**
   * Fills in {@link RunSetup#seeds}.
   *
   * @param seeds by what they decide
   * @return this builder
   */
  public RunRecordBuilder seeds(Map<String, Long> seeds) {
    this.seeds = seeds;
    return this;
  }

  /**
   * Fills in {@link RunSetup#recipe}.
   *
   * @param recipe every setting, as the tree that recipe.yaml holds
   * @return this builder
   */
  public RunRecordBuilder recipe(Map<String, @Nullable Object> recipe) {
    this.recipe = recipe;
    return this;
  }

  /**
   * Fills in {@link RunSetup#data}.
   *
   * @param data which examples did what
   * @return this builder
   */
  public RunRecordBuilder data(DataRoles data) {
    this.data = data;
    return this;
  }

  /**
   * Fills in {@link RunSetup#study}.
   *
   * @param study task, data and model as they were found, and the plan that followed
   * @return this builder
   */
  public RunRecordBuilder study(StudyRecord study) {
    this.study = study;
    return this;
  }

  /**
   * Fills in {@link RunOutcome#parts}.
   *
   * @param parts quality of each task of several, and of each domain that DATA tells apart
   * @return this builder
   */
  public RunRecordBuilder parts(List<PartRecord> parts) {
    this.parts = parts;
    return this;
  }

  /**
   * Fills in {@link RunOutcome#original}.
   *
   * @param original the model that came in
   * @return this builder
   */
  public RunRecordBuilder original(Figures original) {
    this.original = original;
    return this;
  }

  /**
   * Fills in {@link RunOutcome#result}.
   *
   * @param result the model that went out
   * @return this builder
   */
  public RunRecordBuilder result(Figures result) {
    this.result = result;
    return this;
  }

  /**
   * Fills in {@link RunOutcome#drop}.
   *
   * @param drop what it cost
   * @return this builder
   */
  public RunRecordBuilder drop(Drop drop) {
    this.drop = drop;
    return this;
  }

  /**
   * Fills in {@link RunOutcome#expected}.
   *
   * @param expected what the gate's examples let expect of the drop on as many new examples as the
   *     final ones
   * @return this builder
   */
  public RunRecordBuilder expected(Drop expected) {
    this.expected = expected;
    return this;
  }

  /**
   * Fills in {@link RunOutcome#targets}.
   *
   * @param targets what was aimed at and reached, the leading one first
   * @return this builder
   */
  public RunRecordBuilder targets(List<TargetRecord> targets) {
    this.targets = targets;
    return this;
  }

  /**
   * Fills in {@link RunCourse#front}.
   *
   * @param front models from gentle to the chosen one, largest first
   * @return this builder
   */
  public RunRecordBuilder front(List<FrontRecord> front) {
    this.front = front;
    return this;
  }

  /**
   * Fills in {@link RunBehaviour#moved}.
   *
   * @param moved embeddings that changed most
   * @return this builder
   */
  public RunRecordBuilder moved(MovedRecord moved) {
    this.moved = moved;
    return this;
  }

  /**
   * Fills in {@link RunBehaviour#answers}.
   *
   * @param answers which of them changed, and how sure both models are
   * @return this builder
   */
  public RunRecordBuilder answers(AnswersRecord answers) {
    this.answers = answers;
    return this;
  }

  /**
   * Fills in {@link RunBehaviour#boxes}.
   *
   * @param boxes of a few examples
   * @return this builder
   */
  public RunRecordBuilder boxes(List<BoxesRecord> boxes) {
    this.boxes = boxes;
    return this;
  }

  /**
   * Fills in {@link RunBehaviour#masks}.
   *
   * @param masks of a few examples
   * @return this builder
   */
  public RunRecordBuilder masks(List<MasksRecord> masks) {
    this.masks = masks;
    return this;
  }

  /**
   * Fills in {@link RunBehaviour#robustness}.
   *
   * @param robustness how both hold out on harder inputs
   * @return this builder
   */
  public RunRecordBuilder robustness(RobustnessRecord robustness) {
    this.robustness = robustness;
    return this;
  }

  /**
   * Fills in {@link RunRecord#dynamic}.
   *
   * @param dynamic ways that inputs take through a dynamic model
   * @return this builder
   */
  public RunRecordBuilder dynamic(DynamicRecord dynamic) {
    this.dynamic = dynamic;
    return this;
  }

  /**
   * Fills in {@link RunOutcome#certificate}.
   *
   * @param certificate that the cut is exact
   * @return this builder
   */
  public RunRecordBuilder certificate(CertificateRecord certificate) {
    this.certificate = certificate;
    return this;
  }

  /**
   * Adds a step behind those there are.
   *
   * @param step a cut or trial; 0 is the original
   * @return this builder
   */
  public RunRecordBuilder step(StepRecord step) {
    steps.add(step);
    return this;
  }

  /**
   * Adds a search to {@link RunCourse#searches}.
   *
   * @param search for widths, with all that it tried
   * @return this builder
   */
  public RunRecordBuilder search(SearchRecord search) {
    searches.add(search);
    return this;
  }

  /**
   * Fills in {@link RunStructure#groups}.
   *
   * @param groups coupled units in graph order
   * @return this builder
   */
  public RunRecordBuilder groups(List<GroupRecord> groups) {
    this.groups = groups;
    return this;
  }

  /**
   * Fills in {@link RunStructure#blocks}.
   *
   * @param blocks residual blocks in graph order
   * @return this builder
   */
  public RunRecordBuilder blocks(List<BlockRecord> blocks) {
    this.blocks = blocks;
    return this;
  }

  /**
   * Fills in {@link RunStructure#barriers}.
   *
   * @param barriers where cutting stops
   * @return this builder
   */
  public RunRecordBuilder barriers(List<BarrierRecord> barriers) {
    this.barriers = barriers;
    return this;
  }

  /**
   * Fills in {@link RunStructure#layers}.
   *
   * @param layers nodes with weights in graph order
   * @return this builder
   */
  public RunRecordBuilder layers(List<LayerRecord> layers) {
    this.layers = layers;
    return this;
  }

  /**
   * Fills in {@link RunStructure#operatorShares}.
   *
   * @param operatorShares where the time goes
   * @return this builder
   */
  public RunRecordBuilder operatorShares(List<OperatorShare> operatorShares) {
    this.operatorShares = operatorShares;
    return this;
  }

  /**
   * Fills in {@link RunStructure#widthCosts}.
   *
   * @param widthCosts measured time over the width of the groups that cost most
   * @return this builder
   */
  public RunRecordBuilder widthCosts(List<WidthCost> widthCosts) {
    this.widthCosts = widthCosts;
    return this;
  }

  /**
   * Fills in {@link RunCourse#control}.
   *
   * @param control the cut architecture trained from random weights
   * @return this builder
   */
  public RunRecordBuilder control(Figures control) {
    this.control = control;
    return this;
  }

  /**
   * Adds a warning once.
   *
   * @param warning what a reader should know before trusting the figures
   * @return this builder
   */
  public RunRecordBuilder warning(String warning) {
    if (!warnings.contains(warning)) {
      warnings.add(warning);
    }
    return this;
  }

  /** {@return the record as it is filled in so far} */
  public RunRecord build() {
    return new RunRecord(
        status,
        message,
        verdict == null ? Verdict.of(status, message) : verdict,
        new RunSetup(tool, inputs, environment, seeds, recipe, data, study),
        new RunOutcome(files, original, result, drop, expected, parts, targets, certificate),
        new RunBehaviour(answers, moved, boxes, masks, robustness),
        dynamic,
        new RunCourse(pace, steps, searches, front, control),
        new RunStructure(groups, blocks, barriers, layers, operatorShares, widthCosts),
        warnings);
  }
}
