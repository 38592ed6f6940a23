package dev.espalier.data;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.files.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Errors in a DATA file name the line, however deep the key lies. */
class DataSpecLinesTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "'path: d\nfromat: csv', 'line 2, at fromat: unknown key'",
    "'path: d\n# seed: 1\nseed: word\nskip: 1', 'line 3, at seed'",
    "'path: d\nlabels:\n  columns: [a]\n  clases: [b]\nskip: 1', 'line 4, at labels.clases'",
    "'path: d\nmetric: x\ntasks:\n- output: a\n  weight: 1\n- output: b\n  weight: much\n',"
        + " 'line 7, at tasks.weight'",
    "'path: d\nsplits:\n  train:\n    rows: 0-1\n  test:\n    raws: 2-3\nskip: 1',"
        + " 'line 6, at splits.test.raws'"
  })
  void areTold(String text, String told) throws IOException {
    Path file = Files.writeString(folder.resolve("data.yaml"), text);
    String message = assertThrows(DataException.class, () -> DataSpecCodec.read(file)).getMessage();
    assertTrue(message.contains(told), message);
  }
}
