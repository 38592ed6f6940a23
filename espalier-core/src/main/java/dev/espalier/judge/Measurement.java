package dev.espalier.judge;

import dev.espalier.model.Model;
import dev.espalier.model.Parameters;
import dev.espalier.model.Tensor;
import dev.espalier.onnx.OnnxWriter;
import dev.espalier.op.OpRules;
import dev.espalier.plan.Cost;
import dev.espalier.prepare.Prepared;
import dev.espalier.prepare.Written;
import dev.espalier.record.Figures;
import dev.espalier.record.Figures.ClassFigure;
import dev.espalier.record.Figures.LatencyFigure;
import dev.espalier.task.Answer;
import dev.espalier.task.Predictions;
import dev.espalier.task.Task;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.jspecify.annotations.Nullable;

/** Counts and weighs a model: parameters, MACs, bytes raw and zipped, zeros, metrics. */
public final class Measurement {
  private Measurement() {}

  /** Bytes of a model's file, with its external data where weights lie outside. */
  public static long fileBytes(Path file, Model read) {
    long weights = read.graph().initializers().values().stream().mapToLong(Tensor::byteSize).sum();
    try {
      long bytes = Files.size(file);
      return bytes < weights ? bytes + weights : bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All figures of a model; metrics are empty without predictions. */
  public static Figures of(
      Model model,
      List<LatencyFigure> latency,
      @Nullable Task task,
      @Nullable Predictions predictions,
      List<String> classNames) {
    return of(Prepared.of(model, "blocks"), latency, task, predictions, classNames);
  }

  /** All figures of the original of what was prepared; metrics are empty without predictions. */
  public static Figures of(
      Prepared prepared,
      List<LatencyFigure> latency,
      @Nullable Task task,
      @Nullable Predictions predictions,
      List<String> classNames) {
    Model model = prepared.original();
    byte[] bytes = OnnxWriter.bytes(model);
    Map<String, Double> metrics = Map.of();
    List<ClassFigure> recalls = List.of();
    if (task != null && predictions != null) {
      metrics = task.figures(predictions);
      recalls = perClass(task, predictions, classNames);
    }
    return new Figures(
        Written.parameters(model),
        new Cost(prepared.coupling(), OpRules.standard()).macs(),
        bytes.length,
        zipped(bytes),
        nonZero(model),
        latency,
        metrics,
        recalls);
  }

  /** Of each task that has classes. */
  private static List<ClassFigure> perClass(
      Task task, Predictions predictions, List<String> names) {
    List<ClassFigure> figures = new ArrayList<>();
    for (int i = 0; i < task.answers().size(); i++) {
      Answer answer = task.answers().get(i);
      List<String> own = task.composed() ? answer.classNames() : names;
      figures.addAll(perClass(answer, predictions.part(task, i), own));
    }
    return figures;
  }

  private static List<ClassFigure> perClass(
      Answer answer, Predictions predictions, List<String> names) {
    double[] recall = answer.task().recalls(predictions);
    String of = answer.name().isEmpty() ? "" : answer.name() + " ";
    long[] counts =
        recall.length == 0
            ? new long[0]
            : answer.task().kind().classCounts(answer.task(), predictions);
    List<ClassFigure> figures = new ArrayList<>();
    for (int i = 0; i < recall.length; i++) {
      figures.add(
          new ClassFigure(
              of + (i < names.size() ? names.get(i) : Integer.toString(i)),
              i < counts.length ? counts[i] : 0,
              recall[i]));
    }
    return figures;
  }

  /** Size after DEFLATE at its best, as in a zip archive. */
  static long zipped(byte[] bytes) {
    long[] count = new long[1];
    OutputStream counting =
        new OutputStream() {
          @Override
          public void write(int b) {
            count[0]++;
          }

          @Override
          public void write(byte[] b, int from, int length) {
            count[0] += length;
          }
        };
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
    try (DeflaterOutputStream out = new DeflaterOutputStream(counting, deflater)) {
      out.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      deflater.end();
    }
    return count[0];
  }

  private static long nonZero(Model model) {
    long total = model.inSubgraphs();
    for (Tensor tensor : model.graph().initializers().values()) {
      if (tensor.type().floating()) {
        for (float value : tensor.floats()) {
          total += value != 0 ? 1 : 0;
        }
      } else if (tensor.type().bytes() == 1 && Parameters.is(tensor)) {
        total += IntStream.range(0, tensor.size()).filter(i -> tensor.data().get(i) != 0).count();
      }
    }
    return total;
  }
}
