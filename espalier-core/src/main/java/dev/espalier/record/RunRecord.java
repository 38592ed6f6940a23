package dev.espalier.record;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Everything a reader needs to trust a result: the content of {@code run.json}, where what the
 * parts hold stands at the top: {@code result}, not {@code outcome.result}.
 *
 * @param status how the run ended
 * @param message one sentence for a person: how it ended, or what is wrong and what to do
 * @param verdict whether to be content with it; what the status alone says where none was given
 * @param setup what was asked for, on what, and what was found before anything was cut
 * @param outcome what came out: files, figures and proof
 * @param behaviour what the result answers otherwise than the original
 * @param dynamic ways that inputs take through a dynamic model; null for a static one
 * @param course what was tried
 * @param structure what the model consists of, before and after
 * @param warnings what a reader should know before trusting the figures
 */
public record RunRecord(
    Status status,
    String message,
    Verdict verdict,
    @JsonUnwrapped RunSetup setup,
    @JsonUnwrapped RunOutcome outcome,
    @JsonUnwrapped RunBehaviour behaviour,
    @Nullable DynamicRecord dynamic,
    @JsonUnwrapped RunCourse course,
    @JsonUnwrapped RunStructure structure,
    List<String> warnings) {
  public RunRecord {
    status = Objects.requireNonNullElse(status, Status.RUNNING);
    message = Copies.text(message);
    verdict = verdict == null ? Verdict.of(status, message) : verdict;
    warnings = Copies.list(warnings);
  }

  /** {@return whether a dynamic model was asked for; where nothing made pays, there is none} */
  public boolean forDynamic() {
    return dynamic != null || job().equals("dynamic");
  }

  /** {@return the command that made the run: prune, tune, quantize …; empty from Java} */
  public String job() {
    List<String> command = setup.tool().command();
    return command.isEmpty() ? "" : command.get(0);
  }

  /** {@return a record to be filled in, with status running} */
  public static RunRecordBuilder builder() {
    return new RunRecordBuilder();
  }
}
