package dev.espalier.report;

import dev.espalier.record.BlockRecord;
import java.util.List;

/** Residual blocks in tables: those that could go, and those that could not. */
final class BlockTables {
  private BlockTables() {}

  static Markup removable(List<BlockRecord> blocks) {
    HtmlTable table =
        new HtmlTable("Residual blocks that could go as a whole")
            .words("block")
            .numbers("MACs", "parameters", "estimated loss")
            .words("outcome");
    blocks.stream()
        .filter(BlockRecord::removable)
        .forEach(
            block ->
                table.row(
                    block.name(),
                    NumberText.count(block.macs()),
                    NumberText.count(block.parameters()),
                    NumberText.plain(block.loss()),
                    block.removed() ? "removed" : "kept"));
    return table.markup();
  }

  static Markup kept(List<BlockRecord> blocks) {
    HtmlTable table =
        new HtmlTable("Residual blocks that stayed").words("block").numbers("MACs").words("reason");
    blocks.stream()
        .filter(block -> !block.removable())
        .forEach(block -> table.row(block.name(), NumberText.count(block.macs()), block.reason()));
    return table.markup();
  }
}
