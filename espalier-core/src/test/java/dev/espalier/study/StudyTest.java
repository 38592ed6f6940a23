package dev.espalier.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.files.Json;
import dev.espalier.recipe.Recipe;
import dev.espalier.record.DataProfile.Drift;
import dev.espalier.record.DataProfile.Importance;
import dev.espalier.record.ModelProfile;
import dev.espalier.record.ModelProfile.WidthCost;
import dev.espalier.record.StudyRecord;
import dev.espalier.report.StudyReport;
import java.io.StringReader;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

/** A whole study of a network and data with known facts. */
class StudyTest {
  private static StudyRecord record;

  @BeforeAll
  static void study() {
    record = of();
  }

  private static StudyRecord of() {
    float[][] train = Cases.rows(1200, 1);
    float[][] gate = Cases.rows(400, 2);
    float[][] test = Cases.rows(400, 3);
    for (int i = 0; i < 7; i++) {
      gate[10 * i] = train[i].clone(); // leaks
    }
    gate[5] = train[50].clone();
    gate[5][3] += 1e-4f; // leaks nearly
    for (float[] row : test) {
      row[2] += 0.8f; // drifts
    }
    return Study.of(
            Cases.request(
                Cases.network(),
                Cases.splits(Cases.table(train), Cases.table(gate), Cases.table(test)),
                Recipe.defaults(),
                Set.of()))
        .record();
  }

  @Test
  void findsTheTask() {
    assertEquals("classification into 2 classes from rows of 4 numbers", record.task().kind());
    assertEquals(1, record.task().quality().value(), 1e-9, "the network knows the rule");
    assertTrue(record.task().quality().margins().get(0) > 0, "and is right everywhere");
    assertTrue(record.task().probe().value() > 0.95, "a linear rule");
    assertEquals(2, record.task().balance().effectiveClasses(), 0.05);
  }

  @Test
  void saysWhichClassesTheTrainSplitLacks() {
    float[][] high =
        Arrays.stream(Cases.rows(1200, 1)).filter(r -> r[0] + r[1] > 0).toArray(float[][]::new);
    StudyRecord found =
        Study.of(
                Cases.request(
                    Cases.network(),
                    Cases.splits(
                        Cases.table(high),
                        Cases.table(Cases.rows(400, 2)),
                        Cases.table(Cases.rows(400, 3))),
                    Recipe.defaults(),
                    Set.of()))
            .record();
    String said = "1 of 2 classes do not occur in the training records";
    assertTrue(found.warnings().stream().anyMatch(w -> w.startsWith(said)), "" + found.warnings());
    assertFalse(record.warnings().stream().anyMatch(w -> w.contains("do not occur")));
  }

  @Test
  void findsExamplesOfTrainAmongThoseThatDecide() {
    var leaked =
        record.data().repeats().stream().filter(r -> r.where().equals("gate in train")).toList();
    assertEquals(7, leaked.get(0).exact());
    assertEquals(1, leaked.get(0).near());
    assertEquals(0, leaked.get(0).conflicting());
    assertTrue(record.warnings().stream().anyMatch(w -> w.startsWith("leakage: 7 of the 400")));
  }

  @Test
  void findsTheColumnThatShifted() {
    for (Drift d : record.data().drifts()) {
      boolean shifted = d.feature().equals("column 2") && d.split().equals("final");
      assertEquals(shifted, d.drifted(), d.toString());
    }
  }

  @Test
  void whatDecidesNothingHasNoImportance() {
    Importance columns = record.data().importance().get(0);
    assertTrue(columns.values().get(0) > 0.1, columns.toString());
    assertTrue(columns.values().get(1) > 0.1, columns.toString());
    assertEquals(0, columns.values().get(2), 1e-9);
    assertEquals(0, columns.values().get(3), 1e-9);
  }

  @Test
  void unitsThatDoNothingCostNothing() {
    var group = record.network().groups().get(0);
    assertEquals(8, group.units());
    for (var point : group.points()) {
      assertEquals(0, point.drop(), 1e-9, "six of eight units are idle: " + point);
      assertTrue(point.low() <= 0 && point.high() > 0, point.toString());
    }
  }

  @Test
  void aLayerOfRankOneIsSeen() {
    var hidden = record.network().layers().get(0);
    assertEquals(1, hidden.rank(), 0.01, "its rows are multiples of one");
    assertEquals(4, hidden.most());
    assertEquals(0.75, hidden.similar(), 1e-9, "six rows are all zeros");
  }

  @Test
  void isTheSameAgainAndSurvivesItsFile() throws Exception {
    assertEquals(Json.text(untimed(record)), Json.text(untimed(of())));
    java.nio.file.Path file = java.nio.file.Files.createTempFile("study", ".json");
    Json.write(record, file);
    assertEquals(Json.text(record), Json.text(Json.read(file, StudyRecord.class)));
    java.nio.file.Files.delete(file);
  }

  /** Without the measured times, which are never the same. */
  private static StudyRecord untimed(StudyRecord r) {
    ModelProfile n = r.network();
    ModelProfile network =
        new ModelProfile(
            n.macs(),
            n.layers(),
            n.groups(),
            n.blocks(),
            n.sensitivityRecords(),
            n.barriers(),
            List.of(),
            Double.NaN);
    return new StudyRecord(
        r.model(),
        r.source(),
        r.looked(),
        r.task(),
        r.data(),
        network,
        r.plan(),
        r.warnings(),
        r.recipe());
  }

  @Test
  void timeOverWidthIsMeasured() {
    WidthCost cost = record.network().widthCosts().get(0);
    assertEquals(record.network().groups().get(0).group(), cost.group());
    assertEquals(8, cost.widths().get(cost.widths().size() - 1), "the whole width is among them");
    assertTrue(cost.widths().size() >= 3, cost.toString());
    assertTrue(cost.micros().stream().allMatch(m -> m >= 0), cost.toString());
  }

  @Test
  void thePageIsWellFormedAndShowsEveryPart() throws Exception {
    String page = StudyReport.html(record);
    var document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(page)));
    assertEquals(7, document.getElementsByTagName("section").getLength());
    assertTrue(document.getElementsByTagName("svg").getLength() >= 3);
    for (String word : Arrays.asList("Plan", "gate in train", "column 2", "hidden", "tune.batch")) {
      assertTrue(page.contains(word), word);
    }
    assertFalse(page.contains("NaN"), "what is not known is a dash");
  }
}
