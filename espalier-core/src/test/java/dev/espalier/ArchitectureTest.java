package dev.espalier;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * The arrows between packages (docs/ARCHITECTURE.md), and which package may touch which library.
 */
@Tag("slow")
class ArchitectureTest {
  private static final JavaClasses CLASSES = ProductionClasses.all();

  /** Fewer classes than this would mean that the rules look at nothing. */
  private static final int FEWEST_CLASSES = 600;

  /** Package to the packages that it uses; libraries are free except for the rules below. */
  private static final Map<String, String> ARROWS =
      Map.ofEntries(
          entry("model", ""),
          entry("catalogue", ""),
          entry("boxes", "catalogue files model"),
          entry("feed", "files model"),
          entry("routing", "adaptive quality"),
          entry("files", ""),
          entry("progress", ""),
          entry("onnx", "files model"),
          entry("op", "model"),
          entry("recipe", "catalogue files model task"),
          entry("data", "boxes catalogue feed files model task"),
          entry("record", ""),
          entry("task", "boxes catalogue files model record"),
          entry("coupling", "model op"),
          entry("quality", "files record task"),
          entry("tune", "data model progress recipe task"),
          entry("ort", "files model onnx"),
          entry("measure", "data files model onnx ort progress quality record task"),
          entry("search", "catalogue files progress"),
          entry("allocation", "catalogue coupling model op"),
          entry("criterion", "catalogue coupling data files model op ort progress task tune"),
          entry("plan", "coupling criterion model op"),
          entry("latency", "coupling measure model op plan record"),
          entry("adaptive", "catalogue feed files model onnx ort"),
          entry("runtime", "adaptive model ort"),
          entry("family", "adaptive coupling model op ort plan task"),
          entry("report", "files record"),
          entry(
              "study",
              "allocation catalogue coupling criterion data files latency measure model op "
                  + "ort plan progress quality recipe record task tune"),
          entry("recurrence", "model onnx ort"),
          entry("prepare", "coupling data files model onnx op ort plan quantise record recurrence"),
          entry("job", "data feed files model onnx op ort recipe record task"),
          entry("quantise", "adaptive catalogue data files model op ort recipe record"),
          entry("stage", "coupling files model op plan prepare progress quantise record"),
          entry(
              "judge",
              "boxes data job measure model onnx op plan prepare progress quality recipe record "
                  + "task"),
          entry(
              "training",
              "data files job judge model ort plan progress quality recipe record stage "
                  + "task tune"),
          entry(
              "cut",
              "adaptive allocation catalogue coupling criterion data files job judge "
                  + "latency measure model op plan prepare progress recipe record search stage "
                  + "task training tune"),
          entry(
              "trial",
              "allocation catalogue cut files job judge latency model onnx op plan prepare "
                  + "progress recipe record stage task training tune"),
          entry("verdict", "recipe record"),
          entry(
              "run",
              "allocation catalogue coupling criterion cut data feed files job judge "
                  + "latency measure model onnx op ort plan prepare progress quality quantise "
                  + "recipe record search stage study task training trial tune verdict"),
          entry(
              "dynamic",
              "adaptive catalogue coupling cut data family feed files job judge measure "
                  + "model onnx op ort plan prepare progress quality quantise recipe record routing run "
                  + "stage task training trial tune verdict"),
          entry(
              "check",
              "adaptive allocation catalogue coupling cut data dynamic files job judge "
                  + "measure model onnx op ort plan prepare progress quality recipe record run "
                  + "stage task training tune"),
          entry(
              "api",
              "check dynamic files job judge model onnx ort prepare progress recipe record report "
                  + "run runtime tune"));

  static final Set<String> PACKAGES = new LinkedHashSet<>(ARROWS.keySet());

  @ParameterizedTest
  @FieldSource("PACKAGES")
  void dependsOnlyOnWhatTheArrowsAllow(String name) {
    Set<String> others = new LinkedHashSet<>(PACKAGES);
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
    classes().should().resideInAnyPackage(known).check(CLASSES);
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
  void onlyOnePackageTouchesTheRuntime() {
    noClasses()
        .that()
        .resideOutsideOfPackage(in("ort"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("ai.onnxruntime..")
        .check(CLASSES);
  }

  /** An arrow that nothing uses is a wall that is not there. */
  @ParameterizedTest
  @FieldSource("PACKAGES")
  void everyArrowIsUsed(String name) {
    Set<String> used = new TreeSet<>();
    for (JavaClass one : CLASSES) {
      if (room(one).equals(name)) {
        one.getDirectDependenciesFromSelf().stream()
            .map(d -> room(d.getTargetClass().getBaseComponentType()))
            .filter(PACKAGES::contains)
            .forEach(used::add);
      }
    }
    used.remove(name);
    String stated = ARROWS.getOrDefault(name, "");
    assertEquals(new TreeSet<>(stated.isEmpty() ? Set.of() : Set.of(stated.split(" "))), used);
  }

  private static String room(JavaClass one) {
    String[] parts = one.getPackageName().split("\\.");
    return parts.length > 2 && parts[1].equals("espalier") ? parts[2] : "";
  }

  @Test
  void theRulesLookAtSomething() {
    assertTrue(CLASSES.size() >= FEWEST_CLASSES, "only " + CLASSES.size() + " classes found");
  }

  private static String in(String name) {
    return "dev.espalier." + name + "..";
  }
}
