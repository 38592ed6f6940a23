package dev.espalier.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.TaggedSentences;
import dev.espalier.files.DataException;
import dev.espalier.model.Model;
import dev.espalier.task.Task;
import dev.espalier.task.TaskKinds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Words with tags in CoNLL columns and JSON lines, brought to the tokens that a model sees. */
class TaggingDataTest {
  private static final Model MODEL = TaggedSentences.model(8);
  private static final String NAMED =
      "labels: {columns: tag, classes: [B-LOC, B-PER, I-LOC, I-PER, O]}";

  @TempDir Path folder;

  @BeforeEach
  void sentences() throws IOException {
    TaggedSentences.write(folder);
  }

  private Splits open(String... lines) throws IOException {
    String all = "task: tagging\n" + String.join("\n", lines);
    return DataSource.open(Files.writeString(folder.resolve("d.yaml"), all), MODEL);
  }

  private String refusal(String... lines) {
    return assertThrows(DataException.class, () -> open(lines)).getMessage();
  }

  private static float[] labels(Dataset data, int row) {
    return data.batch(new int[] {row}).labels().floats();
  }

  @Test
  void theFirstTokenOfAWordHasItsTag() throws IOException {
    Files.writeString(
        folder.resolve("some.conll"),
        """
        -DOCSTART- O

        # newdoc id = 1
        anna\tB-PER
        smith's\tI-PER
        went\tO
        to\tO
        \uD83D\uDE00rome\tB-LOC

        #york O
        new O
        """);
    Splits splits = open("splits: {test: some.conll}", NAMED);
    assertEquals(
        new Task(TaskKinds.tagging(true, TaggedSentences.TAGS), "span-f1", 5, 1), splits.task());
    assertEquals(TaggedSentences.TAGS, splits.classNames());
    Dataset test = splits.test();
    assertEquals(2, test.size());
    assertEquals("anna smith's went to \uD83D\uDE00rome", test.text(0));
    // [CLS] anna smith ' s went to :) rome
    assertArrayEquals(
        new long[] {2, 3, 7, 1, 22, 13, 14, 1, 10, 0, 0, 0, 0, 0, 0, 0},
        test.batch(new int[] {0}).inputs().get("input_ids").longs());
    assertArrayEquals(
        new float[] {-1, 1, 3, -1, -1, 4, 4, 0, -1, -1, -1, -1, -1, -1, -1, -1}, labels(test, 0));
    assertArrayEquals(
        new float[] {-1, 4, -1, 4, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1},
        labels(test, 1));
  }

  @Test
  void tagsOfAllSplitsAreSortedAndFitTheModel() throws IOException {
    Splits splits = DataSource.open(folder.resolve("tags.yaml"), MODEL);
    assertEquals(TaggedSentences.TAGS, splits.classNames());
    assertEquals(600, splits.train().size());
  }

  @Test
  void jsonLinesHoldWordsAndTagsOrTheirNumbers() throws IOException {
    Files.writeString(
        folder.resolve("some.jsonl"),
        """
        {"id": "a", "words": ["anna", "saw", "rome"], "tags": ["B-PER", "O", "B-LOC"]}
        {"id": "b", "words": ["smith"], "tags": ["B-PER"]}
        """);
    Dataset named =
        open(
                "splits: {test: some.jsonl}",
                "format: jsonl",
                "inputs: {text: words}",
                NAMED.replace("tag,", "tags,"))
            .test();
    assertArrayEquals(
        new float[] {-1, 1, 4, 0, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1},
        labels(named, 0));
    Files.writeString(
        folder.resolve("numbers.jsonl"),
        """
        {"words": ["anna", "saw", "rome"], "ner_tags": [1, -100, 0]}
        {"words": ["5"], "ner_tags": [3]}
        """);
    Splits numbered = open("splits: {test: numbers.jsonl}", "format: jsonl");
    assertEquals("token-accuracy", numbered.task().metric());
    assertArrayEquals(
        new float[] {-1, 1, -1, 0, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1},
        labels(numbered.test(), 0));
    assertEquals(3, labels(numbered.test(), 1)[1]);
  }

  @Test
  void withoutTagsTheSameTokensCount() throws IOException {
    Files.writeString(folder.resolve("some.tsv"), "text\nanna smith's dog\nrome\n");
    Splits splits = open("splits: {test: some.tsv}", "format: tsv", "labels: none");
    assertEquals(Task.AGREEMENT, splits.task().metric());
    assertTrue(splits.task().unlabelled());
    assertArrayEquals(
        new float[] {-1, 0, 0, -1, -1, 0, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1},
        labels(splits.test(), 0));
  }

  @Test
  void whatIsWrongIsNamedWithFileAndLine() throws IOException {
    Files.writeString(folder.resolve("some.conll"), "anna B-PER\n\nrome\n");
    String fields = refusal("splits: {test: some.conll}", NAMED);
    assertTrue(
        fields.contains("some.conll, line 3: 1 fields") && fields.contains("columns"), fields);

    Files.writeString(folder.resolve("some.conll"), "rome B-LOC\n\nanna B-PER\nsaw V\n");
    String tag = refusal("splits: {test: some.conll}", NAMED);
    assertTrue(tag.contains("some.conll, line 3: word 2 has the tag \"V\""), tag);

    String missing = refusal("splits: {test: some.conll}");
    assertTrue(
        missing.contains("scores 5 tags, and the data has 3") && missing.contains("classes: […]"),
        missing);

    Files.writeString(
        folder.resolve("some.jsonl"), "{\"words\": [\"new york\"], \"tags\": [\"B-LOC\"]}\n");
    String blank = refusal("splits: {test: some.jsonl}", "format: jsonl");
    assertTrue(blank.contains("line 1, key words: element 0, \"new york\""), blank);

    Files.writeString(
        folder.resolve("some.jsonl"), "{\"words\": [\"a\", \"b\"], \"tags\": [\"O\"]}\n");
    String counts =
        refusal("splits: {test: some.jsonl}", "format: jsonl", NAMED.replace("tag,", "tags,"));
    assertTrue(counts.contains("line 1: 2 words and 1 tags"), counts);
    String which = refusal("splits: {test: some.jsonl}", "format: jsonl", "labels: tagz");
    assertTrue(which.contains("did you mean \"tags\""), which);
    String empty = refusal("format: conll", "splits: {test: some.conll}", "columns: [token, kind]");
    assertTrue(empty.contains("which column holds the tags?"), empty);
  }

  @Test
  void severalTasksAreRefused() {
    String refused =
        refusal(
            "format: conll",
            "inputs: {text: word}",
            "tasks: [{output: logits, labels: {columns: tag, task: tagging}}, {output: other,"
                + " labels: {columns: word, task: classification}}]");
    assertTrue(refused.contains("judged alone"), refused);
  }

  @Test
  void namesOfFilesTellTheFormat() {
    assertEquals("conll", Formats.recognise(folder.resolve("train.conll")).name());
    assertEquals(List.of("word", "c1", "tag"), columns("a b c\n"));
  }

  private List<String> columns(String text) {
    Path file = folder.resolve("three.conll");
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return new ConllFormat().read(List.of(file), DataSpec.at(file.toString())).get("all").names();
  }
}
