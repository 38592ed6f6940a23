package dev.espalier.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.espalier.adaptive.CallBudget;
import dev.espalier.adaptive.Draft;
import dev.espalier.adaptive.Routed;
import dev.espalier.adaptive.Signal;
import dev.espalier.allocation.Allocation;
import dev.espalier.allocation.Ladder;
import dev.espalier.allocation.Lane;
import dev.espalier.allocation.Schedule;
import dev.espalier.check.Inspection;
import dev.espalier.check.Verification;
import dev.espalier.criterion.Criterion;
import dev.espalier.criterion.Slices;
import dev.espalier.data.DataAnswers;
import dev.espalier.data.DataDivision;
import dev.espalier.data.DataFeeding;
import dev.espalier.data.DataOrigin;
import dev.espalier.data.DataPixels;
import dev.espalier.data.DataSpec;
import dev.espalier.data.Format;
import dev.espalier.data.Table;
import dev.espalier.op.OpRule;
import dev.espalier.quantise.Calibration;
import dev.espalier.quantise.Histogram;
import dev.espalier.record.RunRecord;
import dev.espalier.run.PruneResult;
import dev.espalier.runtime.OpenModel;
import dev.espalier.search.Problem;
import dev.espalier.search.SearchPolicy;
import dev.espalier.stage.Candidate;
import dev.espalier.stage.Done;
import dev.espalier.stage.Replay;
import dev.espalier.stage.Stage;
import dev.espalier.stage.StageRequest;
import dev.espalier.task.TaskKind;
import dev.espalier.trial.Trial;
import dev.espalier.trial.TrialRunner;
import dev.espalier.trial.TrialSpec;
import dev.espalier.tune.Toolbox;
import dev.espalier.tune.Tools;
import java.io.IOException;
import java.lang.reflect.Executable;
import java.lang.reflect.Member;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What programs are written against. A change shows here first: {@code -Despalier.write.docs=true}
 * writes the file anew, and the change belongs into CHANGELOG.md.
 */
class SignaturesTest {
  private static final Path FILE = Path.of("src/test/resources/signatures.txt");

  static final List<Class<?>> PUBLIC =
      List.of(
          Espalier.class,
          ModelJob.class,
          OpenModel.class,
          CallBudget.class,
          Routed.class,
          PruneResult.class,
          Inspection.class,
          Inspection.Size.class,
          Inspection.Form.class,
          Inspection.Parts.class,
          Verification.class,
          RunRecord.class,
          Tools.class,
          Toolbox.class,
          Criterion.class,
          Slices.class,
          Allocation.class,
          Ladder.class,
          Lane.class,
          Schedule.class,
          Calibration.class,
          Histogram.class,
          SearchPolicy.class,
          Problem.class,
          OpRule.class,
          Signal.class,
          Draft.class,
          Format.class,
          DataSpec.class,
          DataOrigin.class,
          DataDivision.class,
          DataAnswers.class,
          DataFeeding.class,
          DataPixels.class,
          Table.class,
          TaskKind.class,
          Stage.class,
          StageRequest.class,
          Replay.class,
          Candidate.class,
          Done.class,
          TrialRunner.class,
          TrialSpec.class,
          Trial.class);

  @Test
  void nothingThatProgramsUseChangesUnnoticed() throws IOException {
    String now = PUBLIC.stream().map(SignaturesTest::text).collect(Collectors.joining("\n"));
    if (Boolean.getBoolean("espalier.write.docs")) {
      Files.writeString(FILE, now);
    }
    assertEquals(Files.readString(FILE), now);
  }

  private static String text(Class<?> type) {
    Stream<String> members =
        Stream.of(
                type.getDeclaredConstructors(), type.getDeclaredMethods(), type.getDeclaredFields())
            .flatMap(Arrays::stream)
            .filter(m -> Modifier.isPublic(((Member) m).getModifiers()))
            .filter(m -> !((Member) m).isSynthetic())
            .map(SignaturesTest::line)
            .sorted();
    String kind = type.isInterface() ? "interface " : type.isRecord() ? "record " : "class ";
    return kind + type.getName() + "\n" + members.collect(Collectors.joining());
  }

  private static String line(Object member) {
    String text =
        member instanceof Executable e
            ? e.toGenericString()
            : ((java.lang.reflect.Field) member).toGenericString();
    return "  " + text + "\n";
  }
}
