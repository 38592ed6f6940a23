package dev.espalier.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.espalier.runtime.OpenModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * What programs are written against. A change shows here first: {@code -Despalier.write.docs=true}
 * writes the files anew, and the change belongs into CHANGELOG.md.
 */
class SignaturesTest {
  @Test
  void nothingThatProgramsUseChangesUnnoticed() throws IOException {
    unchanged("signatures.txt", Espalier.class);
    unchanged("signatures-runtime.txt", OpenModel.class);
  }

  private static void unchanged(String name, Class<?> anchor) throws IOException {
    Path file = Path.of("src/test/resources", name);
    String now = Signatures.of(anchor);
    if (Boolean.getBoolean("espalier.write.docs")) {
      Files.writeString(file, now);
    }
    assertEquals(Files.readString(file), now, name);
  }
}
