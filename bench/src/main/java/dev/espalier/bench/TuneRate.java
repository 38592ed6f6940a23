package dev.espalier.bench;

import dev.espalier.files.Json;
import dev.espalier.record.RunRecord;
import dev.espalier.record.StepRecord.EpochRecord;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Prints the training records a second of a run's median epoch, its first left out: {@code TuneRate
 * RUN_DIR}.
 */
public final class TuneRate {
  private TuneRate() {}

  public static void main(String[] args) {
    RunRecord run = Json.read(Path.of(args[0]).resolve("run.json"), RunRecord.class);
    List<EpochRecord> epochs =
        run.course().steps().stream().flatMap(s -> s.epochs().stream()).toList();
    System.out.printf(Locale.ROOT, "%.1f%n", median(epochs));
  }

  static double median(List<EpochRecord> epochs) {
    double[] rates =
        epochs.stream().skip(1).mapToDouble(EpochRecord::imagesPerSecond).sorted().toArray();
    if (rates.length == 0) {
      throw new IllegalArgumentException("the run has fewer than two epochs");
    }
    return (rates[(rates.length - 1) / 2] + rates[rates.length / 2]) / 2;
  }
}
