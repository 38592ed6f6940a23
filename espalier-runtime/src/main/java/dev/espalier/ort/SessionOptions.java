package dev.espalier.ort;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How ONNX Runtime runs a model.
 *
 * @param threads threads within one operator, at least 1
 * @param optimise whether the runtime may fuse and lay out the graph anew (as a user's runtime
 *     would)
 * @param profile prefix of the profile file to write; null for none
 */
public record SessionOptions(int threads, boolean optimise, @Nullable Path profile) {
  public SessionOptions {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, not " + threads);
    }
  }

  /** Optimised, without a profile. */
  public static SessionOptions threads(int threads) {
    return new SessionOptions(threads, true, null);
  }

  /** The graph exactly as it stands, operator by operator. */
  public static SessionOptions literal(int threads) {
    return new SessionOptions(threads, false, null);
  }

  /** The same with a profile written to files whose names begin with {@code prefix}. */
  public SessionOptions withProfile(Path prefix) {
    return new SessionOptions(threads, optimise, prefix);
  }
}
