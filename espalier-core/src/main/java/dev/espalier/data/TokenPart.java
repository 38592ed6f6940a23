package dev.espalier.data;

import ai.djl.huggingface.tokenizers.Encoding;
import java.util.Locale;
import java.util.stream.LongStream;

/** What an input of a text model is made of, as its name says. */
public enum TokenPart {
  /** Numbers of tokens. */
  IDS,
  /** Which tokens are no padding. */
  MASK,
  /** The segment that each token belongs to. */
  TYPES,
  /** The place of each token. */
  POSITIONS;

  /**
   * {@return what an input holds}
   *
   * @param input its name
   */
  public static TokenPart of(String input) {
    String name = input.toLowerCase(Locale.ROOT);
    return name.contains("mask")
        ? MASK
        : name.contains("type") || name.contains("segment")
            ? TYPES
            : name.contains("position") ? POSITIONS : IDS;
  }

  long[] of(Encoding encoding) {
    return switch (this) {
      case IDS -> encoding.getIds();
      case MASK -> encoding.getAttentionMask();
      case TYPES -> encoding.getTypeIds();
      case POSITIONS -> LongStream.range(0, encoding.getIds().length).toArray();
    };
  }
}
