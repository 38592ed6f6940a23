package dev.espalier;

import dev.espalier.model.DType;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Layers;
import dev.espalier.model.Model;
import dev.espalier.model.ValueInfo;
import dev.espalier.model.ValueInfo.Dim;
import dev.espalier.onnx.OnnxWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Sentences of a few words with the persons and places in them, which words beside them tell apart:
 * "smith" begins a person or goes on with one, "new" begins a place before "york" and is nothing
 * before "dog". And a bidirectional LSTM that has learnt nothing.
 */
public final class TaggedSentences {
  /** In the order of the model's scores. */
  public static final List<String> TAGS = List.of("B-LOC", "B-PER", "I-LOC", "I-PER", "O");

  /** Tokens of a record. */
  public static final int LENGTH = 16;

  private static final List<String> NAMES = List.of("anna", "bert", "carl", "dora");
  private static final List<String> FAMILIES = List.of("smith", "jones", "young");
  private static final List<String> PLACES = List.of("rome", "oslo", "york");
  private static final List<String> OTHERS =
      List.of("went", "to", "saw", "a", "dog", "new", "the", "and", "from", "s");

  private final SplittableRandom random;

  private TaggedSentences(long seed) {
    this.random = new SplittableRandom(seed);
  }

  private static List<String> vocabulary() {
    List<String> all = new ArrayList<>(List.of("[PAD]", "[UNK]", "[CLS]"));
    List.of(NAMES, FAMILIES, PLACES, OTHERS).forEach(all::addAll);
    return all;
  }

  /** Scores of the tags of each token, {@code [N, 16, 5]}. */
  public static Model model(int hidden) {
    GraphBuilder g = GraphBuilder.fresh("tagger", 1);
    Layers layers = new Layers(g);
    String ids = g.input("input_ids", DType.INT64, LENGTH);
    String x = layers.embedding("words", ids, vocabulary().size(), 16);
    String y = layers.lstm("rnn", g.transpose(x, 1, 0, 2), hidden, true).get(0);
    String both = g.reshape(g.transpose(y, 2, 0, 1, 3), 0, LENGTH, 2L * hidden);
    return g.output(g.linear("tags", both, TAGS.size()), "logits").build();
  }

  /** Scores of the token after each, {@code [N, T, 23]}, by an LSTM that looks back alone. */
  public static Model next(int hidden) {
    GraphBuilder g = GraphBuilder.fresh("next", 1);
    Layers layers = new Layers(g);
    String ids = g.input(ValueInfo.of("input_ids", DType.INT64, Dim.symbol("N"), Dim.symbol("T")));
    String x = layers.embedding("words", g.shaped(ids, -1, -1), vocabulary().size(), 16);
    String y = layers.lstm("rnn", g.transpose(x, 1, 0, 2), hidden, false).get(0);
    String steps = g.reshape(g.transpose(y, 2, 0, 1, 3), 0, -1, hidden);
    return g.output(g.linear("next", steps, vocabulary().size()), "logits").build();
  }

  /**
   * Leaves the words of {@link #write} in a folder, {@code train.txt}, {@code dev.txt} and {@code
   * test.txt}, a sentence a record, with {@code texts.yaml}, which describes them.
   */
  public static void writeTexts(Path folder) throws IOException {
    for (String part : List.of("train", "dev", "test")) {
      String words = Files.readString(folder.resolve(part + ".conll")).replaceAll(" \\S+\n", " ");
      Files.writeString(folder.resolve(part + ".txt"), words.replace("\n", "\n\n"));
    }
    Files.writeString(
        folder.resolve("texts.yaml"),
        """
        task: next-token
        format: text
        path: .
        splits: {train: train.txt, validation: dev.txt, test: test.txt}
        tokenizer: tokenizer.json
        """);
  }

  /**
   * Leaves in a folder: {@code model.onnx}, {@code tokenizer.json} (words parted from what is
   * neither letter nor digit, after [CLS]), {@code train.conll}, {@code dev.conll}, {@code
   * test.conll} and {@code tags.yaml}, which describes them.
   */
  public static void write(Path folder) throws IOException {
    OnnxWriter.write(model(32), folder.resolve("model.onnx"));
    List<String> words = vocabulary();
    String vocabulary =
        IntStream.range(0, words.size())
            .mapToObj(i -> "\"%s\": %d".formatted(words.get(i), i))
            .collect(Collectors.joining(", "));
    Files.writeString(
        folder.resolve("tokenizer.json"),
        """
        {"version": "1.0", "truncation": null, "padding": null, "added_tokens": [], "normalizer": null,
         "pre_tokenizer": {"type": "Whitespace"},
         "post_processor": {"type": "TemplateProcessing",
           "single": [{"SpecialToken": {"id": "[CLS]", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}],
           "pair": [{"Sequence": {"id": "A", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 1}}],
           "special_tokens": {"[CLS]": {"id": "[CLS]", "ids": [2], "tokens": ["[CLS]"]}}},
         "decoder": null,
         "model": {"type": "WordLevel", "unk_token": "[UNK]", "vocab": {%s}}}
        """
            .formatted(vocabulary));
    TaggedSentences sentences = new TaggedSentences(7);
    Files.writeString(folder.resolve("train.conll"), sentences.said(600));
    Files.writeString(folder.resolve("dev.conll"), sentences.said(200));
    Files.writeString(folder.resolve("test.conll"), sentences.said(200));
    Files.writeString(
        folder.resolve("tags.yaml"),
        """
        task: tagging
        format: conll
        path: .
        columns: [word, tag]
        splits: {train: train.conll, validation: dev.conll, test: test.conll}
        tokenizer: tokenizer.json
        """);
  }

  private String said(int sentences) {
    return IntStream.range(0, sentences)
        .mapToObj(i -> sentence())
        .collect(Collectors.joining("\n"));
  }

  private String sentence() {
    StringBuilder lines = new StringBuilder();
    person(lines);
    other(lines, random.nextBoolean() ? "went to" : "saw a new");
    if (random.nextBoolean()) {
      other(lines, "dog from");
    }
    place(lines);
    if (random.nextInt(3) == 0) {
      other(lines, "and");
      person(lines);
    }
    return lines.toString();
  }

  private void person(StringBuilder lines) {
    boolean first = random.nextInt(4) > 0;
    String name = random.nextInt(4) == 0 ? "'s" : "";
    if (first) {
      word(lines, one(NAMES), "B-PER");
    }
    if (!first || random.nextBoolean()) {
      word(lines, one(FAMILIES) + name, first ? "I-PER" : "B-PER");
    }
  }

  private void place(StringBuilder lines) {
    if (random.nextInt(3) == 0) {
      word(lines, "new", "B-LOC");
      word(lines, "york", "I-LOC");
    } else {
      word(lines, one(PLACES), "B-LOC");
    }
  }

  private static void other(StringBuilder lines, String words) {
    for (String word : words.split(" ")) {
      word(lines, word, "O");
    }
  }

  private static void word(StringBuilder lines, String word, String tag) {
    lines.append(word).append(' ').append(tag).append('\n');
  }

  private String one(List<String> of) {
    return of.get(random.nextInt(of.size()));
  }
}
