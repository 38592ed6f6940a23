package dev.espalier.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ScratchTest {
  @Test
  void goesWithAllThatIsInIt() throws IOException {
    Path file;
    try (Scratch scratch = Scratch.open()) {
      file = scratch.file("profile.json");
      Files.writeString(file, "{}");
      Scratch.sweep();
      assertTrue(Files.exists(file), "one that is in use stays");
    }
    assertFalse(Files.exists(file.getParent()));
  }

  /** As a killed process leaves it: nobody holds the lock any more. */
  @Test
  void whatAKilledProcessLeftGoes() throws IOException {
    Path left = Files.createTempDirectory("espalier-scratch-");
    Files.createFile(left.resolve(".lock"));
    Files.writeString(left.resolve("profile.json"), "{");
    Path other = Files.createTempDirectory("espalier-scratch-");
    Scratch.sweep();
    assertFalse(Files.exists(left));
    assertTrue(Files.exists(other), "without a lock it may have been made just now");
    Files.delete(other);
  }

  @Test
  void reasonsNameWhatJavaLeavesOut() {
    assertEquals(
        "/x: access is denied", Reason.named(new java.nio.file.AccessDeniedException("/x")));
    assertEquals(
        "/x: there is no such file or folder",
        Reason.named(new java.nio.file.NoSuchFileException("/x")));
    assertEquals(
        "No space left on device", Reason.named(new IOException("No space left on device")));
    assertEquals("IOException", Reason.named(new IOException()));
  }
}
