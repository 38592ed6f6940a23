package dev.espalier.task;

import dev.espalier.files.DataException;
import dev.espalier.model.Tensor;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/**
 * How an output becomes one vector a record. What is stated of it is kept to; what is not follows
 * from the shape: {@code [N, T, d]} holds the vectors of tokens, which are averaged over the mask
 * and made of length 1 (Reimers and Gurevych, Sentence-BERT, EMNLP 2019), {@code [N, d]} holds the
 * vectors themselves, which stay as they are.
 *
 * @param tokens which of the tokens' vectors count
 * @param length whether vectors are made of length 1
 */
public record Pooling(Tokens tokens, Length length) {
  /** The output as the model gives it. */
  public static final Pooling NONE = new Pooling(Tokens.NONE, Length.KEPT);

  /** As the shape says. */
  public static final Pooling FOUND = new Pooling(Tokens.FOUND, Length.FOUND);

  private static final String KNOWN =
      "mean, cls or none, each alone or with normalised or raw, as in `outputs: mean normalised`";
  private static final double TINY = 1e-12;

  /** Which of the tokens' vectors count. */
  public enum Tokens {
    /** Those that the output's shape speaks for. */
    FOUND,
    /** The mean of those under the mask; of all where the model takes no mask. */
    MEAN,
    /** The first. */
    CLS,
    /** None is singled out. */
    NONE
  }

  /** What becomes of a vector's length. */
  public enum Length {
    /** What the original's vectors speak for. */
    FOUND,
    /** It becomes 1. */
    NORMALISED,
    /** It stays. */
    KEPT
  }

  /**
   * What DATA says; {@link DataException} with what it may say.
   *
   * @param words as DATA writes it
   * @return the pooling; throws DataException with what may be said
   */
  public static Pooling of(String words) {
    Tokens tokens = Tokens.FOUND;
    Length length = Length.FOUND;
    for (String word : words.strip().toLowerCase(Locale.ROOT).split("[\\s,]+")) {
      switch (word) {
        case "" -> {}
        case "mean" -> tokens = Tokens.MEAN;
        case "cls" -> tokens = Tokens.CLS;
        case "none" -> tokens = Tokens.NONE;
        case "normalised" -> length = Length.NORMALISED;
        case "raw" -> length = Length.KEPT;
        default ->
            throw new DataException(
                "`outputs: " + words + "` has no meaning for embeddings; set it to " + KNOWN);
      }
    }
    return new Pooling(tokens, length);
  }

  /** {@return whether an output is compared as it is} */
  public boolean none() {
    return equals(NONE);
  }

  /**
   * {@return which tokens count of an output of so many axes}
   *
   * @param rank number of axes of the output
   */
  public Tokens tokens(int rank) {
    boolean many = rank == 3;
    return tokens != Tokens.FOUND && (many || tokens == Tokens.NONE)
        ? tokens
        : many ? Tokens.MEAN : Tokens.NONE;
  }

  /**
   * {@return whether vectors of an output of so many axes become of length 1}
   *
   * @param rank number of axes of the output
   */
  public boolean normalised(int rank) {
    return length == Length.NORMALISED || length == Length.FOUND && tokens(rank) != Tokens.NONE;
  }

  /**
   * {@return whether an input of a text model is the mask of its tokens}
   *
   * @param input its name
   */
  public static boolean mask(String input) {
    return input.toLowerCase(Locale.ROOT).contains("mask");
  }

  /**
   * One vector a record, float32 {@code [N, d]}; the output itself where nothing is to be done.
   *
   * @param output records along axis 0
   * @param inputs what it was computed of, among them the mask {@code [N, T]}
   * @return vectors along the last axis
   */
  public Tensor vectors(Tensor output, Map<String, Tensor> inputs) {
    Tokens which = tokens(output.rank());
    boolean unit = normalised(output.rank());
    if (which == Tokens.NONE && !unit) {
      return output;
    }
    int records = output.dims()[0];
    int width = output.dims()[output.rank() - 1];
    float[] vectors =
        switch (which) {
          case MEAN -> means(output, inputs);
          case CLS -> firsts(output);
          default -> output.floats();
        };
    int each = which == Tokens.NONE ? vectors.length / Math.max(1, records) : width;
    if (unit) {
      normalise(vectors, each);
    }
    return Tensor.floats(vectors, records, each);
  }

  private static float[] means(Tensor output, Map<String, Tensor> inputs) {
    int tokens = output.dims()[1];
    int width = output.dims()[2];
    float[] values = output.floats();
    float[] out = new float[output.dims()[0] * width];
    double[] weights = weights(output, inputs);
    double[] sum = new double[width];
    for (int r = 0; r < output.dims()[0]; r++) {
      double weight = 0;
      Arrays.fill(sum, 0);
      for (int t = 0; t < tokens; t++) {
        double w = weights[r * tokens + t];
        weight += w;
        for (int c = 0; w != 0 && c < width; c++) {
          sum[c] += w * values[(r * tokens + t) * width + c];
        }
      }
      for (int c = 0; c < width; c++) {
        out[r * width + c] = (float) (sum[c] / Math.max(weight, TINY));
      }
    }
    return out;
  }

  /** Of each token of each record, as the mask has it; ones without a mask. */
  private static double[] weights(Tensor output, Map<String, Tensor> inputs) {
    int count = output.dims()[0] * output.dims()[1];
    double[] weights = new double[count];
    Arrays.fill(weights, 1);
    inputs.entrySet().stream()
        .filter(e -> mask(e.getKey()) && e.getValue().size() == count)
        .map(Map.Entry::getValue)
        .findFirst()
        .ifPresent(mask -> Arrays.setAll(weights, mask::number));
    return weights;
  }

  private static float[] firsts(Tensor output) {
    int tokens = output.dims()[1];
    int width = output.dims()[2];
    float[] values = output.floats();
    float[] out = new float[output.dims()[0] * width];
    for (int r = 0; r < output.dims()[0]; r++) {
      System.arraycopy(values, r * tokens * width, out, r * width, width);
    }
    return out;
  }

  private static void normalise(float[] vectors, int width) {
    for (int from = 0; from < vectors.length; from += width) {
      double square = 0;
      for (int c = 0; c < width; c++) {
        square += (double) vectors[from + c] * vectors[from + c];
      }
      double length = Math.max(Math.sqrt(square), TINY);
      for (int c = 0; c < width; c++) {
        vectors[from + c] = (float) (vectors[from + c] / length);
      }
    }
  }
}
