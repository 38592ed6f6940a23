package dev.espalier;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import org.junit.jupiter.api.Test;

/** What only one of the modules may do; the packages of core have rules of their own there. */
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

  @Test
  void theRulesLookAtSomething() {
    assertTrue(CLASSES.size() >= FEWEST_CLASSES, "only " + CLASSES.size() + " classes found");
  }
}
