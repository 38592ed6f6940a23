package dev.espalier;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

/** The classes of a module and of those that it stands on, without tests. */
final class ProductionClasses {
  private ProductionClasses() {}

  static JavaClasses all() {
    return new ClassFileImporter()
        .withImportOption(new ImportOption.DoNotIncludeTests())
        .withImportOption(place -> !place.contains("-tests.jar"))
        .withImportOption(place -> !place.contains("/test-classes/"))
        .importPackages("dev.espalier");
  }
}
