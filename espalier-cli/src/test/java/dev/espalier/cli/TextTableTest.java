package dev.espalier.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class TextTableTest {
  @Test
  void linesColumnsUp() {
    TextTable table =
        TextTable.of("layer", "units", "op").row("conv1", 64, "Conv").row("fc", 1000, "Gemm");
    assertEquals(
        """
        layer  units  op
        conv1     64  Conv
        fc      1000  Gemm
        """,
        table.toString());
  }

  @Test
  void aShortRowAndNumbersWithUnits() {
    TextTable table =
        TextTable.of("what", "original", "pruned").row("macs", "40.6 M", "20.1 M").row("note");
    assertEquals(
        """
        what  original  pruned
        macs    40.6 M  20.1 M
        note
        """,
        table.toString());
  }

  @Test
  void breaksTheLastColumn() {
    TextTable table =
        TextTable.of("setting", "because")
            .row("tune.epochs", "31 updates an epoch and 1500 in all are wanted")
            .within(34);
    assertEquals(
        """
        setting      because
        tune.epochs  31 updates an epoch
                     and 1500 in all are
                     wanted
        """,
        table.toString());
  }
}
