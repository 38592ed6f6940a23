package dev.espalier;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import dev.espalier.files.HostProperties;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What only one of the modules may do; the packages of core have rules of their own there. */
@Tag("slow")
class ModulesTest {
  private static final JavaClasses CLASSES = ProductionClasses.all();

  private static final int FEWEST_CLASSES = 900;

  @Test
  void onlyTheCommandLinePrints() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.espalier.cli..")
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .check(CLASSES);
  }

  @Test
  void onlyTorchTouchesLibtorch() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.espalier.torch..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.bytedeco..")
        .check(CLASSES);
  }

  /** It answers ports: what a run is, and how it is told, it does not know. */
  @Test
  void torchKnowsNoRun() {
    noClasses()
        .that()
        .resideInAPackage("dev.espalier.torch..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.espalier.job..",
            "dev.espalier.trial..",
            "dev.espalier.run..",
            "dev.espalier.dynamic..",
            "dev.espalier.check..",
            "dev.espalier.report..",
            "dev.espalier.study..",
            "dev.espalier.search..",
            "dev.espalier.cli..",
            "ai.onnxruntime..")
        .check(CLASSES);
  }

  /** A library lives in another's program: its properties and its collector are not ours. */
  @Test
  void onlyTheCommandLineChangesTheProgramAround() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.espalier.cli..")
        .and()
        .doNotHaveFullyQualifiedName(HostProperties.class.getName())
        .should()
        .callMethodWhere(
            target(owner(assignableTo(System.class).or(assignableTo(Runtime.class))))
                .and(target(nameMatching("gc|exit|halt|set[A-Z].*|clearProperty|getProperties"))))
        .check(CLASSES);
  }

  @Test
  void theRulesLookAtSomething() {
    assertTrue(CLASSES.size() >= FEWEST_CLASSES, "only " + CLASSES.size() + " classes found");
  }
}
