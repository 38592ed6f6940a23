package dev.espalier.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.ModulePath;
import dev.espalier.run.FittedNetwork;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The examples as a module, and a program that uses all modules of the house. */
class ModulesTest extends FittedNetwork {
  private static final String PROGRAM =
      """
      import dev.espalier.api.Espalier;
      import dev.espalier.api.ModelJob;
      import dev.espalier.progress.Progress;
      import java.nio.file.Path;

      public class Program {
        public static void main(String[] args) {
          Path out = Path.of(args[2]);
          ModelJob job =
              Espalier.installed(Progress.NONE)
                  .model(Path.of(args[0]))
                  .data(Path.of(args[1]))
                  .set("study=none")
                  .set("latency.runs=5")
                  .set("tune.epochs=1")
                  .set("cut.criterion=median-magnitude")
                  .set("schedule.stages=[cut, tune, no-subnormals]");
          var record = job.target("macs", 0.6).prune(out.resolve("run")).record();
          System.out.println("trained " + record.course().steps().stream().anyMatch(s -> !s.epochs().isEmpty()));
          System.out.println("certified " + job.verify(out.resolve("run")).certified());
          job.target("macs", 0.7)
              .set("dynamic.members=0.3")
              .set("dynamic.exits=0")
              .set("dynamic.alone=none")
              .dynamic(out.resolve("dynamic"));
          System.out.println("certified " + job.verify(out.resolve("dynamic")).certified());
          System.out.println("report " + Espalier.report(out.resolve("run")).getFileName());
        }
      }
      """;

  @Test
  void providesWhatItsServicesFilesName() throws IOException {
    Map<String, List<String>> provided = new TreeMap<>();
    ModuleDescriptor module =
        ModuleFinder.of(ModulePath.entries())
            .find("dev.espalier.examples")
            .orElseThrow()
            .descriptor();
    module.provides().forEach(p -> provided.put(p.service(), p.providers()));
    Map<String, List<String>> named = new TreeMap<>();
    try (Stream<Path> files = Files.list(Path.of("src/main/resources/META-INF/services"))) {
      for (Path file : files.toList()) {
        named.put(file.getFileName().toString(), Files.readAllLines(file));
      }
    }
    assertEquals(named, provided);
  }

  @Test
  @Tag("slow")
  void aProgramOfModulesPrunesWithAnExample() throws IOException, InterruptedException {
    ModulePath modules = new ModulePath(folder);
    assertEquals(List.of(), modules.compile("Program", "dev.espalier.core", PROGRAM));
    String said =
        modules.run(
            "program/program.Program", model.toString(), data.toString(), folder.toString());
    assertEquals(
        List.of("trained true", "certified true", "certified true", "report report.html"),
        said.lines().filter(l -> l.matches("(trained|certified|report) .*")).toList(),
        said);
  }

  @Test
  @Tag("slow")
  void theCommandLineAsAModuleListsTheExamples() throws IOException, InterruptedException {
    String said = new ModulePath(folder).run("dev.espalier.cli/dev.espalier.cli.Main", "methods");
    assertTrue(said.contains("median-magnitude"), said);
  }
}
