package dev.espalier.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.Writer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class UsageTest {
  static Stream<String> commands() {
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    return Main.commands(new Console(nowhere, nowhere, Console.Watcher.NOBODY))
        .getSubcommands()
        .keySet()
        .stream();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandsHelpHasExamples(String command) {
    Cli help = Cli.run(command, "--help");
    assertEquals(ExitCode.DONE, help.code());
    assertTrue(help.out().contains("Examples:"), help.out());
    assertTrue(help.out().contains("  espalier " + command), help.out());
  }

  @Test
  void noCommandIsAnErrorThatPointsToHelp() {
    Cli none = Cli.run();
    assertEquals(ExitCode.BAD_INPUT, none.code());
    assertEquals("", none.out());
    assertTrue(none.err().contains("Try 'espalier --help'"), none.err());
  }

  @Test
  void aMistypedCommandGetsANearName() {
    Cli typo = Cli.run("evalate");
    assertEquals(ExitCode.BAD_INPUT, typo.code());
    assertTrue(typo.err().contains("Did you mean: espalier evaluate"), typo.err());
  }

  @Test
  void versionNamesItself() {
    assertTrue(Cli.run("--version").out().startsWith("espalier "));
  }
}
