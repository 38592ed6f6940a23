package dev.espalier.data;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.CharSpan;
import dev.espalier.feed.Numbers;
import dev.espalier.files.Attempt;
import dev.espalier.files.DataException;
import dev.espalier.files.HostProperties;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Texts as token ids by a standard tokenizer.json, in native code that comes with the library;
 * nothing is downloaded.
 */
final class Tokens {
  private static final int CHUNK = 512;
  private static final int LONGEST = 512;

  /**
   * The library would otherwise look for a CUDA build of itself, and report its use, over the
   * network, and knows of no other way to be told: it asks when it is loaded, and again for each
   * tokenizer that is made.
   */
  private static final Map<String, String> OFFLINE = Map.of("ai.djl.offline", "true");

  private final Path file;

  Tokens(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new DataException(
          file
              + " does not exist; text columns need a tokenizer.json: name it with `tokenizer:` in"
              + " a DATA file");
    }
    this.file = file;
  }

  /** Of DATA: the file that it names, else one beside the data or beside the DATA file. */
  static Tokens of(DataSpec spec, Path base) {
    if (!spec.feeding().tokenizer().isEmpty()) {
      return new Tokens(base.resolve(spec.feeding().tokenizer()).normalize());
    }
    Path root = base.resolve(spec.source().path()).normalize();
    Path inside = root.resolve("tokenizer.json");
    return new Tokens(
        Files.isRegularFile(inside) ? inside : base.resolve("tokenizer.json").normalize());
  }

  Path file() {
    return file;
  }

  /** The length of the longest text in tokens, up to 512. */
  int longest(List<Texts> columns) {
    int longest = 1;
    try (HuggingFaceTokenizer tokenizer =
        load(builder().optPadding(false).optTruncation(true).optMaxLength(LONGEST))) {
      for (Texts column : columns) {
        for (int from = 0; from < column.size(); from += CHUNK) {
          for (Encoding encoding : encode(tokenizer, column, from)) {
            longest = Math.max(longest, encoding.getIds().length);
          }
        }
      }
    }
    return longest;
  }

  /**
   * A text in tokens.
   *
   * @param ids of all of them
   * @param from where each begins, in letters (code points) of the text
   * @param to where each ends; as {@code from} where a token stands for no text
   */
  record Whole(int[] ids, int[] from, int[] to) {
    /** What some of its tokens say. */
    String text(String whole, int first, int after) {
      int begin = Integer.MAX_VALUE;
      int end = 0;
      for (int i = first; i < after; i++) {
        if (to[i] > from[i]) {
          begin = Math.min(begin, from[i]);
          end = Math.max(end, to[i]);
        }
      }
      return begin >= end
          ? ""
          : whole.substring(whole.offsetByCodePoints(0, begin), whole.offsetByCodePoints(0, end));
    }
  }

  /** All tokens of each text. */
  List<Whole> whole(Texts column) {
    List<Whole> all = new ArrayList<>();
    try (HuggingFaceTokenizer tokenizer = load(builder().optPadding(false).optTruncation(false))) {
      for (int from = 0; from < column.size(); from += CHUNK) {
        for (Encoding encoding : encode(tokenizer, column, from)) {
          all.add(whole(encoding));
        }
      }
    }
    return all;
  }

  private static Whole whole(Encoding encoding) {
    int[] ids = LongStream.of(encoding.getIds()).mapToInt(Math::toIntExact).toArray();
    Whole whole = new Whole(ids, new int[ids.length], new int[ids.length]);
    CharSpan[] spans = encoding.getCharTokenSpans();
    for (int i = 0; i < Math.min(ids.length, spans.length); i++) {
      CharSpan span = spans[i];
      whole.from[i] = span == null ? 0 : span.getStart();
      whole.to[i] = span == null ? 0 : span.getEnd();
    }
    return whole;
  }

  /** INT32 {@code [length]} a text: cut on the right, padded as the tokenizer file says. */
  Numbers numbers(Texts column, int length, TokenPart part) {
    if ((long) column.size() * length * 4 > DataFile.LARGEST) {
      throw new DataException(
          file + ": the token ids need more than 2 GiB; use fewer texts or a shorter length");
    }
    int[] all = new int[column.size() * length];
    padded(
        column,
        length,
        (row, encoding) -> {
          long[] values = part.of(encoding);
          for (int j = 0; j < length; j++) {
            all[row * length + j] = Math.toIntExact(values[j]);
          }
        });
    return Numbers.ints(all, column.size(), length);
  }

  /**
   * For each token of each text the number of the word ({@link TokenWords}) that begins with it; -1
   * for the rest of a word, for tokens that stand for no text, and for padding.
   */
  int[] words(Texts column, int length) {
    int[] all = new int[column.size() * length];
    padded(
        column,
        length,
        (row, encoding) -> {
          int[] words = TokenWords.numbers(column.text(row));
          CharSpan[] spans = encoding.getCharTokenSpans();
          int last = -1;
          for (int j = 0; j < length; j++) {
            int word = j < spans.length ? word(spans[j], words) : -1;
            all[row * length + j] = word > last ? word : -1;
            last = Math.max(last, word);
          }
        });
    return all;
  }

  /** The last word of which a token holds a letter; -1 where it holds none. */
  private static int word(@Nullable CharSpan span, int[] words) {
    int last = -1;
    for (int i = span == null ? 0 : span.getStart(); span != null && i < span.getEnd(); i++) {
      last = Math.max(last, words[i]);
    }
    return last;
  }

  private interface Encoded {
    void take(int row, Encoding encoding);
  }

  /** Each text as so many tokens. */
  private void padded(Texts column, int length, Encoded sink) {
    try (HuggingFaceTokenizer tokenizer =
        load(builder().optTruncation(true).optPadToMaxLength().optMaxLength(length))) {
      for (int from = 0; from < column.size(); from += CHUNK) {
        Encoding[] encodings = encode(tokenizer, column, from);
        for (int i = 0; i < encodings.length; i++) {
          sink.take(from + i, encodings[i]);
        }
      }
    }
  }

  private HuggingFaceTokenizer.Builder builder() {
    return HuggingFaceTokenizer.builder().optTokenizerPath(file);
  }

  private HuggingFaceTokenizer load(HuggingFaceTokenizer.Builder builder) {
    return HostProperties.during(
        OFFLINE, () -> Attempt.of(builder::build, file + " is not a tokenizer that can be used"));
  }

  private Encoding[] encode(HuggingFaceTokenizer tokenizer, Texts column, int from) {
    List<String> texts = column.values().subList(from, Math.min(column.size(), from + CHUNK));
    return Attempt.of(() -> tokenizer.batchEncode(texts), file + " cannot encode the texts");
  }
}
