package dev.espalier.bench;

import dev.espalier.data.DataSource;
import dev.espalier.data.Dataset;
import dev.espalier.data.Splits;
import dev.espalier.model.Model;
import dev.espalier.onnx.OnnxReader;
import dev.espalier.ort.Session;
import dev.espalier.ort.SessionOptions;
import dev.espalier.progress.Progress;
import dev.espalier.recipe.TuneSettings;
import dev.espalier.torch.TorchTuner;
import dev.espalier.tune.Teacher;
import dev.espalier.tune.Tuner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Tunes a model with distillation, evaluates it in ONNX Runtime after each epoch, and prints the
 * resident memory of this process, native memory included, after each: {@code Memory MODEL DATA
 * EPOCHS}. DATA must have a validation split. Linux only.
 */
public final class Memory implements Progress {
  private static final int SETTLED = 3;

  private final int epochs;
  private final List<Double> megabytes = new ArrayList<>();

  private Memory(int epochs) {
    this.epochs = epochs;
  }

  public static void main(String[] args) {
    Model model = OnnxReader.read(Path.of(args[0]));
    Splits splits = DataSource.open(Path.of(args[1]), model);
    Memory memory = new Memory(Integer.parseInt(args[2]));
    String output = model.graph().outputs().get(0).name();
    try (Session session = Session.open(model, SessionOptions.threads(1))) {
      Teacher teacher =
          batch -> List.of(Objects.requireNonNull(session.run(batch.inputs()).get(output)));
      memory.tune(model, splits, teacher);
    }
    memory.print();
  }

  private void tune(Model model, Splits splits, Teacher teacher) {
    Dataset train = Objects.requireNonNull(splits.train(), "no training split");
    Dataset validation = Objects.requireNonNull(splits.validation(), "no validation split");
    TuneSettings settings = TuneSettings.defaults().withEpochs(epochs);
    new TorchTuner()
        .tune(
            new Tuner.Request(
                    model,
                    splits.task(),
                    new Tuner.Material(train, validation),
                    new Tuner.Regime(settings, 1))
                .withTeacher(teacher)
                .withProgress(this));
    sample();
  }

  /** The first step after an epoch: its evaluation is over then. */
  @Override
  public void at(String stage, long done, long total) {
    long perEpoch = total / epochs;
    if (done > perEpoch && done % perEpoch == 1 && done < total) {
      sample();
    }
  }

  private void sample() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
        if (line.startsWith("VmRSS:")) {
          megabytes.add(Long.parseLong(line.replaceAll("\\D", "")) / 1024.0);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void print() {
    System.out.println("| epoch | resident memory, MB |\n|---|---|");
    for (int i = 0; i < megabytes.size(); i++) {
      System.out.printf(Locale.ROOT, "| %d | %.0f |%n", i + 1, megabytes.get(i));
    }
    double growth = megabytes.get(megabytes.size() - 1) / megabytes.get(SETTLED - 1) - 1;
    System.out.printf(
        Locale.ROOT,
        "%nAfter epoch %d against epoch %d: %+.1f %%%n",
        megabytes.size(),
        SETTLED,
        100 * growth);
  }
}
