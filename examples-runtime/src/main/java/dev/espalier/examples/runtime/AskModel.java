package dev.espalier.examples.runtime;

import dev.espalier.feed.Images;
import dev.espalier.feed.Preprocessing;
import dev.espalier.model.Tensor;
import dev.espalier.runtime.OpenModel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Asks a result, plain or dynamic, about one record: {@code AskModel RUN 1,2,3} for a row of
 * numbers, or {@code AskModel RUN picture.png}.
 */
public final class AskModel {
  private AskModel() {}

  /** Prints the answer. */
  public static void main(String[] args) {
    System.out.println(answer(Path.of(args[0]), record(args[1])));
  }

  /** A picture, or numbers with commas between them, as one record. */
  static Tensor record(String text) {
    if (text.matches("(?i).*\\.(png|jpe?g)")) {
      return Images.read(Path.of(text));
    }
    String[] numbers = text.split(",");
    float[] values = new float[numbers.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = Float.parseFloat(numbers[i].strip());
    }
    return Tensor.floats(values, 1, values.length);
  }

  /** The class with the highest score, or all that the first output says if it scores none. */
  static String answer(Path run, Tensor record) {
    Preprocessing preprocessing = Preprocessing.read(run);
    try (OpenModel model = OpenModel.of(run, 1)) {
      Map<String, Tensor> outputs = model.run(preprocessing.of(record));
      String first = model.outputs().get(0).name();
      float[] scores = Objects.requireNonNull(outputs.get(first)).floats();
      List<String> classes = preprocessing.classes();
      return classes.size() == scores.length
          ? classes.get(highest(scores))
          : Arrays.toString(scores);
    }
  }

  private static int highest(float[] scores) {
    int best = 0;
    for (int i = 1; i < scores.length; i++) {
      best = scores[i] > scores[best] ? i : best;
    }
    return best;
  }
}
