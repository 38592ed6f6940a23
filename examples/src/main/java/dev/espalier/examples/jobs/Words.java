package dev.espalier.examples.jobs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A tokenizer that knows a few words by number. Number 0 fills up, 1 is any other word. */
final class Words {
  private static final int FIRST = 2;

  private Words() {}

  /** How many numbers there are. */
  static int tokens(List<String> words) {
    return words.size() + FIRST;
  }

  /**
   * Leaves {@code tokenizer.json} in a folder, as the tokenizers library of Hugging Face reads it.
   */
  static void write(List<String> words, Path folder) throws IOException {
    String numbered =
        IntStream.range(0, words.size())
            .mapToObj(i -> "\"%s\": %d".formatted(words.get(i), i + FIRST))
            .collect(Collectors.joining(", "));
    Files.writeString(
        folder.resolve("tokenizer.json"),
        """
        {"version": "1.0", "truncation": null, "padding": null, "added_tokens": [],
         "normalizer": null, "pre_tokenizer": {"type": "Whitespace"},
         "post_processor": null, "decoder": null,
         "model": {"type": "WordLevel", "unk_token": "[UNK]",
          "vocab": {"[PAD]": 0, "[UNK]": 1, %s}}}
        """
            .formatted(numbered));
  }
}
