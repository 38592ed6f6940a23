package dev.espalier;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * The arrows between packages (docs/ARCHITECTURE.md), and which package may touch which library.
 */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .withImportOption(place -> !place.contains("-tests.jar"))
          .withImportOption(place -> !place.contains("/test-classes/"))
          .importPackages("dev.espalier");

  /** Fewer classes than this would mean that the rules look at nothing. */
  private static final int FEWEST_CLASSES = 25;

  /** Package to the packages that it may use; libraries are free except for the rules below. */
  private static final Map<String, String> ARROWS =
      Map.ofEntries(
          entry("model", ""),
          entry("catalogue", ""),
          entry("routing", ""),
          entry("recipe", "catalogue model"),
          entry("record", "model recipe data"),
          entry("data", "catalogue model"),
          entry("onnx", "model"),
          entry("op", "model"),
          entry("tune", "catalogue model data recipe"),
          entry("quality", "model data tune record"),
          entry("ort", "model onnx data tune record quality"),
          entry("coupling", "model op"),
          entry("criterion", "catalogue model op coupling data tune ort"),
          entry("granularity", "catalogue model op coupling"),
          entry("allocation", "catalogue model op coupling granularity"),
          entry("schedule", "catalogue model"),
          entry("plan", "model op coupling criterion granularity allocation schedule data"),
          entry("latency", "model record op coupling ort plan"),
          entry("search", "catalogue record tune"),
          entry("adaptive", "catalogue model record data onnx ort routing"),
          entry("family", "model op coupling plan ort data adaptive"),
          entry("report", "model recipe record"),
          entry(
              "study",
              "catalogue model recipe record data op tune ort coupling criterion allocation plan latency"),
          entry(
              "pipeline",
              "catalogue model recipe record data onnx op tune ort coupling criterion granularity allocation"
                  + " schedule plan latency search study adaptive family routing"),
          entry("torch", "model recipe record data onnx op tune ort"));

  static final Set<String> PACKAGES = new LinkedHashSet<>(ARROWS.keySet());

  @ParameterizedTest
  @FieldSource("PACKAGES")
  void dependsOnlyOnWhatTheArrowsAllow(String name) {
    Set<String> others = new LinkedHashSet<>(PACKAGES);
    others.add("cli");
    others.remove(name);
    others.removeAll(Arrays.asList(ARROWS.get(name).split(" ")));
    noClasses()
        .that()
        .resideInAPackage(in(name))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(others.stream().map(ArchitectureTest::in).toArray(String[]::new))
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void everyPackageHasItsArrows() {
    String[] known = PACKAGES.stream().map(ArchitectureTest::in).toArray(String[]::new);
    classes()
        .should()
        .resideInAnyPackage(known)
        .orShould()
        .resideInAPackage(in("cli"))
        .check(CLASSES);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("dev.espalier.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void protobufStaysInOnnx() {
    noClasses()
        .that()
        .resideOutsideOfPackage(in("onnx"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.google.protobuf..", "ai.onnx.proto..")
        .check(CLASSES);
  }

  @Test
  void nativeLibrariesStayInTheirPackages() {
    noClasses()
        .that()
        .resideOutsideOfPackage(in("ort"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("ai.onnxruntime..")
        .check(CLASSES);
    noClasses()
        .that()
        .resideOutsideOfPackage(in("torch"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.bytedeco..")
        .check(CLASSES);
  }

  @Test
  void onlyTheCommandLinePrints() {
    noClasses()
        .that()
        .resideOutsideOfPackage(in("cli"))
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .check(CLASSES);
  }

  @Test
  void theRulesLookAtSomething() {
    assertTrue(CLASSES.size() >= FEWEST_CLASSES, "only " + CLASSES.size() + " classes found");
  }

  private static String in(String name) {
    return "dev.espalier." + name + "..";
  }
}
