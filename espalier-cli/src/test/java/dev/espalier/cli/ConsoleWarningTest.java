package dev.espalier.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A warning is told when it arises, and once. */
class ConsoleWarningTest {
  private final StringWriter err = new StringWriter();

  private Console console(Console.Watcher watcher) {
    return new Console(new PrintWriter(new StringWriter()), new PrintWriter(err, true), watcher);
  }

  @Test
  void whileWorkGoesOnAndNotAgainAtTheEnd() {
    Console console = console(Console.Watcher.LOG);
    console.progress().warned("near chance");
    assertEquals("warning: near chance", err.toString().strip());
    console.warn(List.of("near chance", "slower"));
    assertEquals(
        List.of("warning: near chance", "warning: slower"), err.toString().lines().toList());
  }

  @Test
  void atTheEndWhereNobodyFollowed() {
    Console console = console(Console.Watcher.NOBODY);
    console.progress().warned("near chance");
    assertEquals("", err.toString());
    console.warn(List.of("near chance"));
    assertEquals("warning: near chance", err.toString().strip());
  }
}
