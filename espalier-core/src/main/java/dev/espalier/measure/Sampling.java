package dev.espalier.measure;

import dev.espalier.data.TokenInputs;
import dev.espalier.files.DataException;
import dev.espalier.model.Model;
import dev.espalier.model.ScoreLink;
import dev.espalier.model.Tensor;
import dev.espalier.ort.Session;
import dev.espalier.ort.SessionOptions;
import dev.espalier.progress.Progress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Texts that a model of the next token writes itself, token by token, each drawn by the
 * probabilities that the model gives: something to learn from where there is no text.
 *
 * <p>Source: Liu et al., LLM-QAT: Data-Free Quantization Aware Training for Large Language Models,
 * ACL Findings 2024.
 *
 * @param start tokens that each text begins with
 * @param length tokens of a text, {@code start} among them
 * @param temperature above 1 for bolder, below 1 for likelier texts
 * @param seed of what is drawn
 */
public record Sampling(List<Integer> start, int length, double temperature, long seed) {
  private static final int BATCH = 64;

  public Sampling {
    start = List.copyOf(start);
    if (start.isEmpty() || start.size() >= length) {
      throw new DataException(
          "a text of "
              + length
              + " tokens cannot begin with "
              + start.size()
              + "; name at least one token to begin with, and a larger length");
    }
    if (!(temperature > 0)) {
      throw new DataException("the temperature must be above 0; 1 draws as the model says");
    }
  }

  /**
   * So many texts, the same for the same seed. Cost: a run of the model for each token of each 64
   * texts.
   */
  public List<long[]> texts(Model model, int count, Progress progress) {
    TokenInputs inputs = TokenInputs.of(model);
    if (inputs.length() > 0 && inputs.length() < length) {
      throw new DataException(
          "the model takes " + inputs.length() + " tokens; ask for texts of no more");
    }
    String output = model.graph().outputs().get(0).name();
    boolean shares = ScoreLink.of(model.graph(), output).kind() == ScoreLink.Kind.SOFTMAX;
    SplittableRandom random = new SplittableRandom(seed);
    List<long[]> texts = new ArrayList<>();
    int threads = Runtime.getRuntime().availableProcessors();
    try (Session session = Session.open(model, SessionOptions.threads(threads))) {
      long all = (long) count * length;
      while (texts.size() < count) {
        long[][] ids = begun(Math.min(BATCH, count - texts.size()), inputs.length());
        for (int t = start.size(); t < length; t++) {
          int fed = inputs.length() > 0 ? inputs.length() : t;
          long[][] shown =
              Arrays.stream(ids).map(row -> Arrays.copyOf(row, fed)).toArray(long[][]::new);
          Map<String, Tensor> said = session.run(inputs.of(shown, t), Set.of(output));
          Tensor scores = requireScores(said.get(output), output, ids.length, fed);
          float[] values = scores.floats();
          int tokens = scores.dims()[2];
          for (int r = 0; r < ids.length; r++) {
            ids[r][t] = drawn(values, (r * fed + t - 1) * tokens, tokens, shares, random);
          }
          progress.at("sample", (long) texts.size() * length + (long) t * ids.length, all);
        }
        for (long[] row : ids) {
          texts.add(Arrays.copyOf(row, length));
        }
      }
    }
    return texts;
  }

  private long[][] begun(int records, int fixed) {
    long[][] ids = new long[records][Math.max(length, fixed)];
    for (long[] row : ids) {
      for (int t = 0; t < start.size(); t++) {
        row[t] = start.get(t);
      }
    }
    return ids;
  }

  private static Tensor requireScores(
      @org.jspecify.annotations.Nullable Tensor output, String name, int records, int tokens) {
    if (output == null
        || output.rank() != 3
        || output.dims()[0] != records
        || output.dims()[1] != tokens) {
      throw new DataException(
          "the model's output "
              + name
              + " has the shape "
              + (output == null ? "none" : Arrays.toString(output.dims()))
              + "; a model that writes texts scores each token at each place, [N, T, tokens]");
    }
    return output;
  }

  /** A token by its probability. */
  private int drawn(float[] scores, int from, int tokens, boolean shares, SplittableRandom random) {
    double[] weights = new double[tokens];
    double most = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < tokens; c++) {
      double score = scores[from + c];
      weights[c] = (shares ? Math.log(Math.max(score, 0)) : score) / temperature;
      most = Math.max(most, weights[c]);
    }
    double sum = 0;
    for (int c = 0; c < tokens; c++) {
      weights[c] = Math.exp(weights[c] - most);
      sum += weights[c];
    }
    double at = random.nextDouble() * sum;
    int token = 0;
    while (token < tokens - 1 && at >= weights[token]) {
      at -= weights[token];
      token++;
    }
    return token;
  }
}
