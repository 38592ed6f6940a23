package dev.espalier.report;

import dev.espalier.record.CertificateRecord;
import dev.espalier.record.DataRoles;
import dev.espalier.record.Environment.Machine;
import dev.espalier.record.RunOutcome;
import dev.espalier.record.RunSetup;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the figures rest on: certificate, data, files, versions, machine and settings. */
final class ProofSection {
  private ProofSection() {}

  static Section data(RunSetup setup) {
    DataRoles data = setup.data();
    if (data == null) {
      return new Section("roles", "Which examples did what", Markup.NOTHING);
    }
    HtmlTable table =
        new HtmlTable("Which examples did what")
            .words("used for", "taken from")
            .numbers("examples")
            .words("seen by the original");
    data.roles()
        .forEach(
            role ->
                table.row(
                    role.role(),
                    role.split(),
                    NumberText.count(role.records()),
                    role.seenByOriginal() ? "yes" : "no"));
    String words = data.source() + "; " + data.task() + "; splits " + brief(data.splitsHash());
    return Section.of(
        "roles", "Which examples did what", List.of(Blocks.paragraph(words), table.markup()));
  }

  static Section certificate(RunOutcome outcome) {
    CertificateRecord certificate = outcome.certificate();
    if (certificate == null) {
      return new Section("certificate", "Certificate", Markup.NOTHING);
    }
    String words =
        certificate.certified()
            ? certificate.apart()
                ? "Right after the cut, each part of the smaller model gave what the original with the cut units silenced gave there. The outputs themselves were not compared: they are empty, or rounding grows on its way to them, so that the original too would give others on another machine."
                : "Right after the cut, the smaller model gave the same outputs as the original with the cut units silenced."
            : "The smaller model does not give the outputs of the original with the cut units silenced. Do not use it.";
    HtmlTable table =
        new HtmlTable("Certificate")
            .numbers("largest difference", "relative", "rtol", "atol")
            .words("compared");
    table.row(
        NumberText.scientific(certificate.maxAbsError()),
        NumberText.scientific(certificate.maxRelError()),
        NumberText.scientific(certificate.rtol()),
        NumberText.scientific(certificate.atol()),
        certificate.message());
    Markup check = Blocks.note("To check it again: espalier verify ORIGINAL RUN_DIR");
    return Section.of(
        "certificate", "Certificate", List.of(Blocks.paragraph(words), table.markup(), check));
  }

  static Section origin(RunSetup setup) {
    List<Markup> parts = new ArrayList<>();
    if (!setup.tool().command().isEmpty()) {
      parts.add(Blocks.code("espalier " + String.join(" ", setup.tool().command())));
    }
    HtmlTable files = new HtmlTable("Files").words("role", "file").numbers("bytes").words("sha256");
    setup
        .inputs()
        .forEach(f -> files.row(f.role(), f.file(), NumberText.count(f.bytes()), f.sha256()));
    parts.add(files.markup());
    parts.add(environment(setup));
    return Section.of("origin", "Where and with what", parts);
  }

  private static Markup environment(RunSetup setup) {
    HtmlTable table = new HtmlTable("Environment").words("", "");
    if (setup.tool().started() != null) {
      table.row("started", setup.tool().started().toString());
    }
    if (setup.tool().seconds() > 0) {
      table.row("took", NumberText.seconds(setup.tool().seconds()));
    }
    Machine machine = setup.environment().machine();
    if (!machine.cpu().isEmpty()) {
      table.row("processor", machine.cpu());
    }
    if (machine.cores() > 0) {
      table.row("cores", String.valueOf(machine.cores()));
    }
    if (machine.memoryBytes() > 0) {
      table.row("memory", NumberText.bytes(machine.memoryBytes()));
    }
    if (!setup.environment().threads().isEmpty()) {
      table.row("trained with", setup.environment().threads());
    }
    setup.environment().versions().forEach(table::row);
    setup.seeds().forEach((name, seed) -> table.row("seed of " + name, String.valueOf(seed)));
    return table.markup();
  }

  static Section recipe(RunSetup setup) {
    HtmlTable table = new HtmlTable("Every setting").words("key", "value");
    settings(table, "", setup.recipe());
    return Section.of("recipe", "Recipe", List.of(table.markup()));
  }

  private static void settings(HtmlTable table, String parent, Map<?, ?> tree) {
    tree.forEach(
        (name, value) -> {
          if (value instanceof Map<?, ?> inner) {
            settings(table, parent + name + ".", inner);
          } else {
            table.row(parent + name, String.valueOf(value));
          }
        });
  }

  private static String brief(String hash) {
    return hash.length() > 16 ? hash.substring(0, 16) + "…" : hash;
  }
}
