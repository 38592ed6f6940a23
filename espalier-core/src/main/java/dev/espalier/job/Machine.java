package dev.espalier.job;

import dev.espalier.record.Environment;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a run was made with: versions and machine. */
public final class Machine {
  private Machine() {}

  /** {@return the version of Espalier; {@code 0.1.0-SNAPSHOT} where no jar says it} */
  public static String version() {
    String version = Machine.class.getPackage().getImplementationVersion();
    return version == null ? "0.1.0-SNAPSHOT" : version;
  }

  /** {@return what runs here: versions of the libraries, processor and memory} */
  public static Environment environment() {
    Map<String, String> versions = new LinkedHashMap<>();
    versions.put("espalier", version());
    versions.put("java", Runtime.version().toString());
    versions.put(
        "os",
        System.getProperty("os.name")
            + " "
            + System.getProperty("os.version")
            + " "
            + System.getProperty("os.arch"));
    versions.put("onnxruntime", dev.espalier.ort.Session.runtimeVersion());
    long memory =
        ManagementFactory.getOperatingSystemMXBean()
                instanceof com.sun.management.OperatingSystemMXBean os
            ? os.getTotalMemorySize()
            : 0;
    return new Environment(
        versions,
        new Environment.Machine(cpu(), Runtime.getRuntime().availableProcessors(), memory));
  }

  private static String cpu() {
    Path info = Path.of("/proc/cpuinfo");
    try {
      List<String> lines = Files.exists(info) ? Files.readAllLines(info) : List.of();
      return lines.stream()
          .filter(l -> l.startsWith("model name"))
          .map(l -> l.substring(l.indexOf(':') + 1).trim())
          .findFirst()
          .orElse(System.getProperty("os.arch"));
    } catch (IOException e) {
      return System.getProperty("os.arch");
    }
  }
}
