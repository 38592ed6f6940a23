package dev.espalier.torch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.espalier.api.Signatures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What losses and operators from other jars are written against, as in core's SignaturesTest. */
class TorchSignaturesTest {
  @Test
  void nothingThatProgramsUseChangesUnnoticed() throws IOException {
    Path file = Path.of("src/test/resources/signatures-torch.txt");
    String now = Signatures.of(TorchTuner.class);
    if (Boolean.getBoolean("espalier.write.docs")) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, now);
    }
    assertEquals(Files.readString(file), now);
  }
}
