package dev.espalier.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.SharedData;
import dev.espalier.feed.Preprocess;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * docs/DATA.md names every key, and its examples are read, with the real data where that is at
 * hand.
 */
class DataDocTest {
  @TempDir Path folder;

  private static String document() throws IOException {
    Path root = Path.of("").toAbsolutePath();
    Path doc =
        Stream.of(root, root.getParent())
            .map(p -> p.resolve("docs/DATA.md"))
            .filter(Files::exists)
            .findFirst()
            .orElseThrow();
    return Files.readString(doc);
  }

  /** Indented blocks that start with a format or a path. */
  private static List<String> examples() throws IOException {
    List<String> examples = new ArrayList<>();
    for (String paragraph : document().split("\n\n")) {
      String text = paragraph.replaceAll("(?m)^ {4}", "");
      if (paragraph.startsWith("    ") && text.matches("(?s)(format|path): .*")) {
        examples.add(text);
      }
    }
    return examples;
  }

  @Test
  void everyKeyAndFormatIsNamed() throws IOException {
    String document = document();
    assertEquals(26, DataSpecCodec.keys().size());
    for (String key : DataSpecCodec.keys()) {
      assertTrue(document.contains("| `" + key + "` |"), key);
    }
    List<RecordComponent> nested =
        new ArrayList<>(Arrays.asList(Preprocess.class.getRecordComponents()));
    nested.addAll(Arrays.asList(DataFeeding.Augment.class.getRecordComponents()));
    nested.forEach(
        key ->
            assertTrue(
                document.contains("`" + key.getName()) || document.contains(key.getName() + ":"),
                key.getName()));
    Formats.names().forEach(name -> assertTrue(document.contains("`" + name + "`"), name));
  }

  @Test
  void examplesAreRead() throws IOException {
    int opened = 0;
    List<String> examples = examples();
    for (String example : examples) {
      Path file = Files.writeString(folder.resolve("d.yaml"), example);
      String path = DataSpecCodec.read(file).source().path();
      Optional<Path> shared =
          path.startsWith("../shared/")
              ? SharedData.find(path.substring("../shared/".length()))
              : Optional.empty();
      if (shared.isPresent()) {
        String home = shared.get().toString().replace(path.substring("../shared/".length()), "");
        Files.writeString(file, example.replace("../shared/", home));
        assertNotNull(DataSource.open(file, List.of()).test(), example);
        opened++;
      }
    }
    assertEquals(13, examples.size());
    assertTrue(opened == 0 || opened == 8, "opened " + opened);
  }
}
