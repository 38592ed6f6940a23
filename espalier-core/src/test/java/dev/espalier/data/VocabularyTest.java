package dev.espalier.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.files.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokenizers with fewer tokens, each read again by the library that knows no other way. */
class VocabularyTest {
  private static final String FRAME =
      """
      {"version": "1.0", "truncation": null, "padding": %s, "added_tokens": [%s],
       "normalizer": null, "pre_tokenizer": %s, "post_processor": %s, "decoder": null,
       "model": %s}
      """;

  private static final String WORDPIECE =
      FRAME.formatted(
          """
          {"strategy": "BatchLongest", "direction": "Right", "pad_to_multiple_of": null,
           "pad_id": 9, "pad_type_id": 0, "pad_token": "[PAD]"}""",
          added("[PAD]", 9) + ", " + added("[CLS]", 11) + ", " + added("[SEP]", 12),
          "{\"type\": \"Whitespace\"}",
          """
          {"type": "TemplateProcessing",
           "single": [{"SpecialToken": {"id": "[CLS]", "type_id": 0}},
                      {"Sequence": {"id": "A", "type_id": 0}},
                      {"SpecialToken": {"id": "[SEP]", "type_id": 0}}],
           "pair": [{"Sequence": {"id": "A", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 1}}],
           "special_tokens": {"[CLS]": {"id": "[CLS]", "ids": [11], "tokens": ["[CLS]"]},
                              "[SEP]": {"id": "[SEP]", "ids": [12], "tokens": ["[SEP]"]}}}""",
          """
          {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##",
           "max_input_chars_per_word": 100,
           "vocab": {"ab": 0, "##bc": 1, "a": 2, "b": 3, "c": 4, "##a": 5, "##b": 6, "##c": 7,
                     "abc": 8, "[PAD]": 9, "[UNK]": 10, "[CLS]": 11, "[SEP]": 12, "ba": 13}}""");

  private static final String BPE =
      FRAME.formatted(
          "null",
          added("<s>", 8),
          "{\"type\": \"Whitespace\"}",
          "{\"type\": \"RobertaProcessing\", \"sep\": [\"<s>\", 8], \"cls\": [\"<s>\", 8],"
              + " \"trim_offsets\": true, \"add_prefix_space\": false}",
          """
          {"type": "BPE", "dropout": null, "unk_token": null, "continuing_subword_prefix": null,
           "end_of_word_suffix": null, "fuse_unk": false,
           "vocab": {"x": 0, "bcd": 1, "a": 2, "b": 3, "c": 4, "d": 5, "ab": 6, "abc": 7, "cd": 9},
           "merges": ["a b", "ab c", "c d", "b cd"]}""");

  private static final String UNIGRAM =
      FRAME.formatted(
          "null",
          added("<unk>", 2),
          "{\"type\": \"WhitespaceSplit\"}",
          "null",
          """
          {"type": "Unigram", "unk_id": 2,
           "vocab": [["ba", -1.0], ["abb", -1.5], ["<unk>", 0.0], ["a", -3.0], ["b", -3.5], ["ab", -2.0]]}""");

  @TempDir Path folder;

  private static String added(String token, int id) {
    return """
        {"id": %d, "content": "%s", "single_word": false, "lstrip": false, "rstrip": false,
         "normalized": false, "special": true}"""
        .formatted(id, token);
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static List<int[]> ids(Path tokenizer, String... texts) {
    List<int[]> all = new ArrayList<>();
    new Tokens(tokenizer).whole(new Texts(List.of(texts))).forEach(whole -> all.add(whole.ids()));
    return all;
  }

  /** Texts of the corpus have the same tokens by their new numbers. */
  private Path fewer(String text, int[] expected, String... corpus) throws IOException {
    Path whole = write("whole.json", text);
    Vocabulary vocabulary = Vocabulary.read(whole);
    List<int[]> before = ids(whole, corpus);
    List<Integer> used = before.stream().flatMap(t -> Arrays.stream(t).boxed()).toList();
    int[] kept = vocabulary.kept(used);
    assertArrayEquals(expected, kept);
    Path out = folder.resolve("fewer.json");
    vocabulary.write(kept, out);
    List<int[]> after = ids(out, corpus);
    for (int i = 0; i < corpus.length; i++) {
      int[] renumbered =
          Arrays.stream(before.get(i)).map(id -> Arrays.binarySearch(kept, id)).toArray();
      assertArrayEquals(renumbered, after.get(i), corpus[i]);
    }
    assertEquals(kept.length, Vocabulary.read(out).size());
    return out;
  }

  @Test
  void wordPiecesKeepTheLettersForOtherWords() throws IOException {
    int[] kept = {0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
    Path fewer = fewer(WORDPIECE, kept, "abc", "abc abc b");
    // [CLS] b ##a [SEP], where the whole tokenizer says ba
    assertArrayEquals(new int[] {10, 2, 4, 11}, ids(fewer, "ba").get(0));
    assertTrue(Files.readString(fewer).contains("\"pad_id\" : 8"));
  }

  @Test
  void mergesKeepTheirParts() throws IOException {
    // abc is merged of ab and c; cd and bcd go with their merges
    int[] kept = {0, 2, 3, 4, 5, 6, 7, 8};
    Path fewer = fewer(BPE, kept, "abcd", "ab abc");
    assertArrayEquals(new int[] {7, 2, 3, 4, 7}, ids(fewer, "bcd").get(0));
  }

  @Test
  void piecesWithScoresKeepTheirPlaces() throws IOException {
    int[] kept = {0, 2, 3, 4};
    Path fewer = fewer(UNIGRAM, kept, "ba", "bab");
    assertArrayEquals(new int[] {2, 3, 3}, ids(fewer, "abb").get(0));
    assertArrayEquals(new int[] {1}, ids(fewer, "x").get(0));
  }

  @Test
  void whatCannotBeMadeOfLettersStays() throws IOException {
    String without = WORDPIECE.replace("\"##b\": 6, ", "");
    // ab cannot be made of a and ##b, nor ba of b and ##a once that is gone
    int[] kept = {0, 1, 2, 3, 4, 5, 7, 8, 9, 10, 11, 12};
    Path fewer = fewer(without, kept, "abc");
    assertArrayEquals(new int[] {10, 0, 11}, ids(fewer, "ab").get(0));
  }

  @Test
  void marksOfThePostProcessorStay() throws IOException {
    String unlisted = WORDPIECE.replace(", " + added("[SEP]", 12), "");
    fewer(unlisted, new int[] {0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}, "abc");
    String beyond = UNIGRAM.replace("\"unk_id\": 2", "\"unk_id\": 70");
    Path file = write("beyond.json", beyond);
    String message =
        assertThrows(DataException.class, () -> Vocabulary.read(file).kept(List.of())).getMessage();
    assertTrue(message.contains("no token of number 70"), message);
  }

  @Test
  void aNumberWithoutATokenIsNamed() throws IOException {
    Vocabulary vocabulary = Vocabulary.read(write("whole.json", BPE));
    assertEquals(10, vocabulary.size());
    String message =
        assertThrows(DataException.class, () -> vocabulary.kept(List.of(3, 70))).getMessage();
    assertTrue(message.contains("no token of number 70"), message);
  }

  @Test
  void whatIsNoTokenizerSaysWhere() throws IOException {
    for (String text :
        List.of(
            "{}",
            "{\"model\": 3}",
            "{\"model\": {\"vocab\": 3}}",
            "{\"model\": {\"vocab\": {\"a\": -1}}}",
            "{\"model\": {\"vocab\": [[\"a\"]], \"merges\": [\"a\"]}}",
            "{\"model\": {\"vocab\": {}}, \"added_tokens\": [4]}")) {
      Path file = write("broken.json", text);
      String message =
          assertThrows(DataException.class, () -> Vocabulary.read(file).kept(List.of()), text)
              .getMessage();
      assertTrue(message.contains("broken.json is no tokenizer.json"), message);
    }
  }
}
