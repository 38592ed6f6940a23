package dev.espalier.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.files.DataException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class FailuresTest {
  @Test
  void theUsersErrorsKeepTheirWords() {
    assertEquals(
        "a.csv, record 3: no label",
        Failures.message(new DataException("a.csv, record 3: no label")));
  }

  @Test
  void filesAreNamed() {
    assertEquals(
        "m.onnx: there is no such file or folder",
        Failures.message(new NoSuchFileException("m.onnx")));
    assertEquals(
        "cannot read or write: m (gone)", Failures.message(new FileNotFoundException("m (gone)")));
  }

  @Test
  void aFullDiskHasARemedy() {
    IOException full = new FileSystemException("run/model.onnx", null, "No space left on device");
    String remedy =
        "; free some space or choose an --out on another disk (nothing half-written is left)";
    assertEquals("run/model.onnx: No space left on device" + remedy, Failures.message(full));
    assertEquals(
        "cannot write model" + remedy,
        Failures.message(new UncheckedIOException("cannot write model", full)));
  }

  @Test
  void anythingElseIsABug() {
    assertNull(Failures.message(new IllegalStateException("x")));
  }

  @Test
  void aJarWhoseMethodsCannotBeUsedIsToldInOneLine() {
    Throwable taken = new IllegalArgumentException("two criterion methods are named l1");
    String message = Failures.extension(new ExceptionInInitializerError(taken));
    assertTrue(message.contains("two criterion methods are named l1"), message);
    assertTrue(message.contains("docs/EXTENDING.md"), message);
  }
}
