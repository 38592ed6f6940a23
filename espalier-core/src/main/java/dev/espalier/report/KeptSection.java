package dev.espalier.report;

import dev.espalier.record.BarrierRecord;
import dev.espalier.record.GroupRecord;
import dev.espalier.record.RunStructure;
import java.util.List;

/** What could not be cut, and why. */
final class KeptSection {
  private KeptSection() {}

  static Section of(RunStructure structure) {
    return Section.of(
        "kept",
        "What stayed, and why",
        List.of(
            groups(structure.groups()),
            BlockTables.kept(structure.blocks()),
            barriers(structure.barriers())));
  }

  private static Markup groups(List<GroupRecord> groups) {
    HtmlTable table =
        new HtmlTable("Groups that stayed whole")
            .words("group")
            .numbers("units")
            .words("reason", "lives in");
    groups.stream()
        .filter(group -> !group.prunable())
        .forEach(
            group ->
                table.row(
                    group.name(),
                    NumberText.count(group.units()),
                    group.reason(),
                    CutSection.axes(group)));
    return table.markup();
  }

  private static Markup barriers(List<BarrierRecord> barriers) {
    HtmlTable table =
        new HtmlTable("Barriers: places where cutting stops").words("node", "axis", "reason");
    barriers.forEach(barrier -> table.row(barrier.node(), barrier.axis(), barrier.reason()));
    return table.markup();
  }
}
