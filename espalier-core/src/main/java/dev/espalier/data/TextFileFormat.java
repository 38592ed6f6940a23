package dev.espalier.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Text files in UTF-8 that are known by the ending of their names; each is a table. */
interface TextFileFormat extends Format {
  /** {@return whether a file of this name is of this format} The name is without {@code .gz}. */
  boolean named(String file);

  /** {@return what a file holds} */
  Table table(BufferedReader in, Path file, DataSpec spec) throws IOException;

  @Override
  default Map<String, List<Path>> find(Path path) {
    List<Path> files = Files.isDirectory(path) ? DataFile.list(path) : List.of(path);
    return DataFile.byPart(files.stream().filter(f -> named(DataFile.name(f))).toList());
  }

  @Override
  default Map<String, Table> read(List<Path> files, DataSpec spec) {
    List<Table> tables =
        files.stream().map(f -> DataFile.use(f, in -> table(reader(in), f, spec))).toList();
    return Map.of("all", Table.joined(tables));
  }

  private static BufferedReader reader(InputStream in) {
    return new BufferedReader(
        new InputStreamReader(
            in,
            StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)),
        1 << 16);
  }
}
