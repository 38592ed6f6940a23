package dev.espalier.torch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.openblas.presets.openblas_nolapack;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

class LibtorchTest {
  @Test
  void matrixProductsHaveNoThreadsBesideThoseThatWereAskedFor() {
    Libtorch.start(2, 1);
    assertEquals(2, torch.get_num_threads());
    assertEquals(1, openblas_nolapack.blas_get_num_threads());
  }

  /** Limits are read once in a process; in this one, other tests have used pointers before. */
  @Test
  void pointersHaveNoLimitsAndTheHostKeepsItsProperties() throws Exception {
    ProcessBuilder host =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            Host.class.getName());
    host.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    Process process = host.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor());
    assertEquals("limits 0 and 0, set: []", said.strip());
  }

  /** A program that uses the library and says what it finds afterwards. */
  static final class Host {
    private Host() {}

    public static void main(String[] arguments) {
      Set<Object> before = Set.copyOf(System.getProperties().keySet());
      Libtorch.start(1, 1);
      Set<Object> set = new HashSet<>(System.getProperties().keySet());
      set.removeAll(before);
      System.out.printf(
          "limits %d and %d, set: %s%n", Pointer.maxBytes(), Pointer.maxPhysicalBytes(), set);
    }
  }
}
