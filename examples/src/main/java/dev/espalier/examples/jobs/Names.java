package dev.espalier.examples.jobs;

import dev.espalier.model.ConvSpec;
import dev.espalier.model.DType;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Layers;
import dev.espalier.model.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Each word of a sentence, by a CoNLL file: {@code task: tagging}. Florence is a person or a place;
 * the words around tell.
 */
public final class Names implements Job {
  private static final int LENGTH = 16;
  private static final int TAGS = 5;
  private static final List<String> PEOPLE = List.of("florence", "austin", "carl", "dora");
  private static final List<String> FAMILIES = List.of("smith", "jones", "young");
  private static final List<String> PLACES = List.of("florence", "austin", "oslo", "rome");
  private static final List<String> KINDS = List.of("old", "dear", "far", "fair");
  private static final List<String> OTHERS =
      List.of("went", "to", "came", "from", "wrote", "saw", "in", "and", "new", "york");

  /** Has no state. */
  public Names() {}

  @Override
  public String task() {
    return "tagging";
  }

  private static List<String> words() {
    return Stream.of(PEOPLE, FAMILIES, PLACES, KINDS, OTHERS)
        .flatMap(List::stream)
        .distinct()
        .toList();
  }

  @Override
  public Model untrained() {
    GraphBuilder g = GraphBuilder.fresh("names", 1);
    String ids = g.input("input_ids", DType.INT64, LENGTH);
    String x = new Layers(g).embedding("words", ids, Words.tokens(words()), 16);
    x = g.relu(g.conv("first", g.transpose(x, 0, 2, 1), ConvSpec.of(32, 3)));
    x = g.relu(g.conv("second", x, ConvSpec.of(32, 3)));
    return g.output(g.linear("tags", g.transpose(x, 0, 2, 1), TAGS), "logits").build();
  }

  @Override
  public Path data(Path folder) throws IOException {
    Words.write(words(), folder);
    Files.writeString(folder.resolve("train.conll"), new Author(1).sentences(600));
    Files.writeString(folder.resolve("test.conll"), new Author(2).sentences(200));
    return Files.writeString(
        folder.resolve("names.yaml"),
        """
        task: tagging
        format: conll
        path: .
        columns: [word, tag]
        splits: {train: train.conll, test: test.conll}
        tokenizer: tokenizer.json
        """);
  }

  /** Writes sentences, a word and its tag a line, with an empty line behind each. */
  private static final class Author {
    private final SplittableRandom random;
    private final StringBuilder lines = new StringBuilder();

    Author(long seed) {
      this.random = new SplittableRandom(seed);
    }

    String sentences(int many) {
      for (int i = 0; i < many; i++) {
        clause();
        if (random.nextBoolean()) {
          others("and");
          clause();
        }
        lines.append('\n');
      }
      return lines.toString();
    }

    private void clause() {
      person();
      switch (random.nextInt(4)) {
        case 0 -> {
          others("went", "to");
          place();
        }
        case 1 -> {
          others("came", "from");
          place();
        }
        case 2 -> {
          others("wrote", "to");
          person();
        }
        default -> {
          others("saw");
          person();
          others("in");
          place();
        }
      }
    }

    private void person() {
      kinds();
      word(one(PEOPLE), "B-PER");
      if (random.nextInt(3) == 0) {
        word(one(FAMILIES), "I-PER");
      }
    }

    private void place() {
      kinds();
      if (random.nextInt(4) == 0) {
        word("new", "B-LOC");
        word("york", "I-LOC");
      } else {
        word(one(PLACES), "B-LOC");
      }
    }

    /** Words between a name and what tells its kind. */
    private void kinds() {
      while (random.nextInt(3) == 0) {
        others(one(KINDS));
      }
    }

    private void others(String... words) {
      for (String word : words) {
        word(word, "O");
      }
    }

    private void word(String word, String tag) {
      lines.append(word).append(' ').append(tag).append('\n');
    }

    private String one(List<String> of) {
      return of.get(random.nextInt(of.size()));
    }
  }

  @Override
  public int epochs() {
    return 12;
  }
}
