package dev.espalier.record;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run record in the making; {@link #build()} may be called at any time and as often as wanted. A
 * part that is known at once is given whole; what is found out by and by has methods of its own.
 */
public final class RunRecordBuilder {
  private Status status = Status.RUNNING;
  private String message = "";
  private @Nullable Verdict verdict;
  private @Nullable PaceRecord pace;
  private RunSetup setup = RunSetup.UNKNOWN;
  private List<RunFile> files = List.of();
  private @Nullable Figures original;
  private @Nullable Figures result;
  private @Nullable Drop drop;
  private @Nullable Drop expected;
  private List<PartRecord> parts = List.of();
  private List<TargetRecord> targets = List.of();
  private List<FrontRecord> front = List.of();
  private RunBehaviour behaviour = RunBehaviour.UNKNOWN;
  private @Nullable DynamicRecord dynamic;
  private @Nullable CertificateRecord certificate;
  private final List<StepRecord> steps = new ArrayList<>();
  private final List<SearchRecord> searches = new ArrayList<>();
  private RunStructure structure = RunStructure.uncut(List.of());
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
   * Fills in {@link RunRecord#setup}.
   *
   * @param setup what was asked for, on what and where
   * @return this builder
   */
  public RunRecordBuilder setup(RunSetup setup) {
    this.setup = setup;
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
    setup = setup.on(environment);
    return this;
  }

  /**
   * Fills in {@link RunSetup#data}.
   *
   * @param data which examples did what
   * @return this builder
   */
  public RunRecordBuilder data(DataRoles data) {
    setup = setup.with(data);
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
   * Fills in {@link RunRecord#behaviour}.
   *
   * @param behaviour what the result answers otherwise than the original
   * @return this builder
   */
  public RunRecordBuilder behaviour(RunBehaviour behaviour) {
    this.behaviour = behaviour;
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
   * Fills in {@link RunRecord#structure}.
   *
   * @param structure what the model consists of, before and after
   * @return this builder
   */
  public RunRecordBuilder structure(RunStructure structure) {
    this.structure = structure;
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
        setup,
        new RunOutcome(files, original, result, drop, expected, parts, targets, certificate),
        behaviour,
        dynamic,
        new RunCourse(pace, steps, searches, front, control),
        structure,
        warnings);
  }
}
