package dev.espalier.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code espalier methods} lists what a jar on its class path brings. */
class MethodsTest {
  @Test
  void methodsOfOtherJarsAreListed() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "dev.espalier.cli.Main",
                "methods")
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
    for (String name :
        List.of(
            "median-magnitude",
            "widest-first",
            "square-root",
            "latin-hypercube",
            "logit-gap",
            "libsvm",
            "ordinal",
            "no-subnormals",
            "mean-variance",
            "MeanVarianceNormalization")) {
      assertTrue(said.contains(name), said);
    }
  }
}
