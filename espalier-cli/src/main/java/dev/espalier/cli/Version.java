package dev.espalier.cli;

import picocli.CommandLine;

/** The version that the build wrote into the jar. */
final class Version implements CommandLine.IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {"espalier " + number() + ", Java " + Runtime.version()};
  }

  static String number() {
    String stated = Version.class.getPackage().getImplementationVersion();
    return stated == null ? "development" : stated;
  }
}
