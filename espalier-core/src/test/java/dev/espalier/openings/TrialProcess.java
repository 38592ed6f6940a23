package dev.espalier.openings;

import dev.espalier.files.Json;
import dev.espalier.job.PruneRequest;
import dev.espalier.progress.Progress;
import dev.espalier.recipe.Recipe;
import dev.espalier.run.TrialElsewhere;
import dev.espalier.trial.Trial;
import dev.espalier.trial.TrialRunner;
import dev.espalier.trial.TrialSpec;
import dev.espalier.trial.Workbench;
import dev.espalier.tune.Tools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A trial in a JVM of its own: {@code MODEL DATA OUT SPEC RESULT}. */
public final class TrialProcess {
  private TrialProcess() {}

  public static void main(String[] args) {
    PruneRequest request =
        new PruneRequest(Path.of(args[0]), Path.of(args[1]), Recipe.defaults(), Path.of(args[2]));
    TrialSpec spec = Json.read(Path.of(args[3]), TrialSpec.class);
    Trial trial = TrialElsewhere.make(Tools.weightsOnly(Progress.NONE), request, spec);
    Json.write(trial, Path.of(args[4]));
  }

  /** Starts one process a trial, all at once, and takes their results in the reverse order. */
  record Runner(Workbench.Job job, Path scratch) implements TrialRunner {
    @Override
    public void run(List<TrialSpec> specs, Consumer<Trial> ended) {
      Map<TrialSpec, Process> processes = new LinkedHashMap<>();
      specs.forEach(spec -> processes.put(spec, started(spec)));
      List<TrialSpec> reversed = new ArrayList<>(specs);
      java.util.Collections.reverse(reversed);
      for (TrialSpec spec : reversed) {
        try {
          int exit = processes.get(spec).waitFor();
          if (exit != 0) {
            throw new IllegalStateException(
                "trial " + spec.number() + " ended with " + exit + ": " + said(spec));
          }
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new IllegalStateException(e);
        }
        ended.accept(Json.read(file(spec, "result"), Trial.class));
      }
    }

    private Path file(TrialSpec spec, String what) {
      return scratch.resolve(spec.id() + "." + what + ".json");
    }

    /** Not the streams of this process: by those it tells of its tests. */
    private Path log(TrialSpec spec) {
      return scratch.resolve(spec.id() + ".log");
    }

    private String said(TrialSpec spec) {
      try {
        return Files.readString(log(spec));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private Process started(TrialSpec spec) {
      Json.write(spec, file(spec, "spec"));
      try {
        return new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                TrialProcess.class.getName(),
                job.request().model().toString(),
                String.valueOf(job.request().data()),
                job.request().out().toString(),
                file(spec, "spec").toString(),
                file(spec, "result").toString())
            .redirectErrorStream(true)
            .redirectOutput(log(spec).toFile())
            .start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
