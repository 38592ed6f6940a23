package dev.espalier.hostile;

import dev.espalier.check.DryRun;
import dev.espalier.check.Inspection;
import dev.espalier.files.DataException;
import dev.espalier.job.PruneRequest;
import dev.espalier.model.Model;
import dev.espalier.model.ModelFormatException;
import dev.espalier.ort.Opening;
import dev.espalier.prepare.Prepared;
import dev.espalier.progress.Progress;
import dev.espalier.recipe.Recipe;
import dev.espalier.recipe.RecipeCodec;
import dev.espalier.recipe.RecipeException;
import dev.espalier.tune.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What becomes of damaged models: read, inspected and cut in memory, all in one process.
 *
 * <p>A program besides: {@code Hostile bytes|structure FIRST COUNT FOLDER} prints the counts. The
 * file of a mutant lies in FOLDER while it is looked at, so a crash leaves the one that did it;
 * those that end in a bug or hang stay there.
 */
final class Hostile {
  /** How a file ends. */
  enum Outcome {
    /** In words that say what is wrong. */
    REFUSED,
    /** Inspected, and cut where anything may be. */
    ACCEPTED,
    /** In any other exception. */
    BUG,
    /** Not within {@link #LONGEST_SECONDS}. */
    HANG
  }

  static final int LONGEST_SECONDS = 30;

  private final Path folder;
  final Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);

  /** Of those that are bugs: exception and place, with the first seed that came to it. */
  final Map<String, String> bugs = new LinkedHashMap<>();

  double slowest;

  Hostile(Path folder) {
    this.folder = folder;
  }

  Outcome one(String kind, long seed) throws IOException, InterruptedException {
    Path file = folder.resolve(kind + "-" + seed + ".onnx");
    Files.write(file, kind.equals("bytes") ? Mutants.ofBytes(seed) : Mutants.ofStructure(seed));
    long begin = System.nanoTime();
    Outcome outcome = outcome(file, kind + " " + seed);
    slowest = Math.max(slowest, (System.nanoTime() - begin) / 1e9);
    counts.merge(outcome, 1, Integer::sum);
    if (outcome == Outcome.REFUSED || outcome == Outcome.ACCEPTED) {
      Files.delete(file);
    }
    return outcome;
  }

  private Outcome outcome(Path file, String name) throws InterruptedException {
    FutureTask<Void> task =
        new FutureTask<>(
            () -> {
              look(file);
              return null;
            });
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
    try {
      task.get(LONGEST_SECONDS, TimeUnit.SECONDS);
      return Outcome.ACCEPTED;
    } catch (TimeoutException e) {
      StackTraceElement[] at = thread.getStackTrace();
      bugs.putIfAbsent("hang " + place(at), name);
      return Outcome.HANG;
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof ModelFormatException
          || cause instanceof DataException
          || cause instanceof RecipeException) {
        return Outcome.REFUSED;
      }
      String message = String.valueOf(cause.getMessage()).replaceAll("[\\d\\s]+", " ");
      bugs.putIfAbsent(
          cause.getClass().getSimpleName()
              + " "
              + message.substring(0, Math.min(90, message.length()))
              + " "
              + place(cause.getStackTrace()),
          name);
      return Outcome.BUG;
    }
  }

  private static String place(StackTraceElement[] trace) {
    return Arrays.stream(trace)
        .filter(e -> e.getClassName().startsWith("dev.espalier"))
        .limit(6)
        .map(e -> e.getFileName() + ":" + e.getLineNumber())
        .toList()
        .toString();
  }

  private static void look(Path file) throws IOException {
    Model model = Opening.network(file);
    Inspection inspection = Inspection.of(Prepared.of(model, "blocks"), Files.size(file));
    if (inspection.parts().groups().isEmpty()) {
      return;
    }
    Recipe recipe = Recipe.defaults();
    for (String setting :
        new String[] {"goal.target=macs", "goal.ratio=0.6", "tune.epochs=0", "cut.round=1"}) {
      recipe = RecipeCodec.set(recipe, setting);
    }
    DryRun.of(new PruneRequest(file, null, recipe, Path.of("")), Tools.weightsOnly(Progress.NONE));
  }

  @SuppressWarnings("SystemOut") // a program for benchmarks
  public static void main(String[] args) throws IOException, InterruptedException {
    Path folder = Files.createDirectories(Path.of(args[3]));
    Hostile hostile = new Hostile(folder);
    long first = Long.parseLong(args[1]);
    long count = Long.parseLong(args[2]);
    for (long seed = first; seed < first + count; seed++) {
      hostile.one(args[0], seed);
    }
    System.out.printf(
        "%s %d..%d: %s, slowest %.1f s%n",
        args[0], first, first + count - 1, hostile.counts, hostile.slowest);
    hostile.bugs.forEach((bug, seed) -> System.out.println(seed + ": " + bug));
    System.exit(0);
  }
}
