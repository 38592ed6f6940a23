package dev.espalier.data;

import dev.espalier.model.Tensor;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Applies perturbations to batches of one kind of input. Of several floating-point inputs the
 * largest is changed; of token inputs all of its length (ids, mask, types) lose the same places.
 * Cost: one copy of the input; blur in addition one pass for each pixel of the filter's width.
 */
public final class Perturbing {
  private static final int SIDE = 64;
  private static final double REACH = 3;

  private final Layout layout;
  private final Spread spread;

  /**
   * Prepares to perturb inputs of one layout, in amounts that depend on their spread.
   *
   * @param layout how records lie in inputs
   * @param spread of unharmed inputs
   */
  public Perturbing(Layout layout, Spread spread) {
    this.layout = layout;
    this.spread = spread;
  }

  /**
   * {@return the same records, harder} Equal arguments give equal batches.
   *
   * @param batch records as they are
   * @param how in which way they become harder
   * @param strength 1 to 5
   * @param seed of what is drawn
   */
  public Batch apply(Batch batch, Perturbation how, int strength, long seed) {
    double amount = how.amount(strength);
    RandomGenerator random =
        new SplittableRandom(seed * 31 + how.name().hashCode() * 7L + strength);
    return switch (how) {
      case NOISE -> changed(batch, v -> noise(v, amount / 100, random));
      case BLUR -> changed(batch, v -> blur(v, amount));
      case CONTRAST -> changed(batch, v -> contrast(v, amount / 100));
      case JITTER -> changed(batch, v -> jitter(v, amount / 100, random));
      case DROPPED -> dropped(batch, amount / 100, random);
    };
  }

  private interface Change {
    void to(float[] values);
  }

  private Batch changed(Batch batch, Change change) {
    String input = layout.inputs().get(0);
    Tensor own = java.util.Objects.requireNonNull(batch.inputs().get(input));
    float[] values = Elements.of(own);
    change.to(values);
    Map<String, Tensor> inputs = new LinkedHashMap<>(batch.inputs());
    inputs.put(input, own.with(values));
    return new Batch(inputs, batch.labels(), batch.size());
  }

  private void noise(float[] values, double share, RandomGenerator random) {
    for (int i = 0; i < values.length; i++) {
      int c = layout.channel(i % layout.elements());
      double noisy = values[i] + share * spread.range(c) * random.nextGaussian();
      values[i] = (float) Math.min(spread.high()[c], Math.max(spread.low()[c], noisy));
    }
  }

  private void jitter(float[] values, double share, RandomGenerator random) {
    for (int i = 0; i < values.length; i++) {
      int c = Spread.column(layout, i % layout.elements());
      values[i] += (float) (share * spread.deviation()[c] * random.nextGaussian());
    }
  }

  private void contrast(float[] values, double left) {
    int each = layout.elements();
    int channels = layout.channels();
    double pixels = (double) each / channels;
    for (int from = 0; from < values.length; from += each) {
      double[] means = new double[channels];
      for (int i = 0; i < each; i++) {
        means[layout.channel(i)] += values[from + i] / pixels;
      }
      for (int i = 0; i < each; i++) {
        double mean = means[layout.channel(i)];
        values[from + i] = (float) (mean + left * (values[from + i] - mean));
      }
    }
  }

  private void blur(float[] values, double pixels) {
    int height = layout.height();
    int width = layout.width();
    double deviation = pixels * Math.max(1, Math.min(height, width) / (double) SIDE);
    double[] filter = filter(deviation);
    int channels = layout.channels();
    int across = layout.channelsFirst() ? 1 : channels;
    int plane = layout.channelsFirst() ? height * width : 1;
    for (int from = 0; from < values.length; from += layout.elements()) {
      for (int c = 0; c < channels; c++) {
        for (int y = 0; y < height; y++) {
          blur(values, new Line(from + c * plane + y * width * across, across, width), filter);
        }
        for (int x = 0; x < width; x++) {
          blur(values, new Line(from + c * plane + x * across, width * across, height), filter);
        }
      }
    }
  }

  private record Line(int start, int step, int length) {}

  /** Beyond its ends a line goes on as at its ends. */
  private static void blur(float[] values, Line line, double[] filter) {
    float[] own = new float[line.length];
    for (int i = 0; i < line.length; i++) {
      own[i] = values[line.start + i * line.step];
    }
    int reach = filter.length / 2;
    for (int i = 0; i < line.length; i++) {
      double sum = 0;
      for (int k = -reach; k <= reach; k++) {
        sum += filter[k + reach] * own[Math.min(line.length - 1, Math.max(0, i + k))];
      }
      values[line.start + i * line.step] = (float) sum;
    }
  }

  private static double[] filter(double deviation) {
    int reach = (int) Math.ceil(REACH * deviation);
    double[] filter = new double[2 * reach + 1];
    Arrays.setAll(filter, i -> Math.exp(-(i - reach) * (i - reach) / (2 * deviation * deviation)));
    double sum = Arrays.stream(filter).sum();
    Arrays.setAll(filter, i -> filter[i] / sum);
    return filter;
  }

  private Batch dropped(Batch batch, double share, RandomGenerator random) {
    Tensor ids = java.util.Objects.requireNonNull(batch.inputs().get(layout.inputs().get(0)));
    TokenPlaces places = TokenPlaces.dropping(ids, share, random);
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    batch
        .inputs()
        .forEach(
            (name, tensor) ->
                inputs.put(
                    name, Arrays.equals(tensor.dims(), ids.dims()) ? places.of(tensor) : tensor));
    return new Batch(inputs, batch.labels(), batch.size());
  }

  /**
   * For each place of each text the place of its batch that it is filled from.
   *
   * @param sources one text after the other
   */
  private record TokenPlaces(int[] sources) {
    static TokenPlaces dropping(Tensor ids, double share, RandomGenerator random) {
      long[] tokens = ids.longs();
      int length = ids.size() / ids.dims()[0];
      int padding = padding(tokens, length);
      int[] sources = new int[tokens.length];
      Arrays.fill(sources, padding);
      for (int start = 0; start < tokens.length; start += length) {
        int last = length - 1;
        while (last > 0 && tokens[start + last] == tokens[padding]) {
          last--;
        }
        int to = start;
        for (int i = 0; i <= last; i++) {
          boolean stays = i == 0 || i == last || random.nextDouble() >= share;
          if (stays) {
            sources[to++] = start + i;
          }
        }
      }
      return new TokenPlaces(sources);
    }

    /** A place that holds what most texts end in. */
    private static int padding(long[] tokens, int length) {
      Map<Long, Integer> counts = new LinkedHashMap<>();
      int best = length - 1;
      for (int i = length - 1; i < tokens.length; i += length) {
        int count = counts.merge(tokens[i], 1, Integer::sum);
        best = count > counts.getOrDefault(tokens[best], 0) ? i : best;
      }
      return best;
    }

    Tensor of(Tensor tensor) {
      int width = tensor.type().bytes();
      ByteBuffer source = tensor.data();
      ByteBuffer out = Tensor.allocate((int) tensor.byteSize());
      for (int place : sources) {
        out.put(source.slice(place * width, width));
      }
      return new Tensor(tensor.type(), tensor.dims(), out.flip());
    }
  }
}
