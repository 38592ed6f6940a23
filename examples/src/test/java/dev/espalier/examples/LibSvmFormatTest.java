package dev.espalier.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.data.DataSource;
import dev.espalier.data.Dataset;
import dev.espalier.data.Splits;
import dev.espalier.files.DataException;
import dev.espalier.onnx.OnnxReader;
import dev.espalier.progress.Progress;
import dev.espalier.record.RunRecord;
import dev.espalier.record.Status;
import dev.espalier.run.FittedNetwork;
import dev.espalier.task.TaskKinds;
import dev.espalier.tune.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A folder of LIBSVM files is recognised, and a model is pruned on it. */
class LibSvmFormatTest extends FittedNetwork {
  private Path sparse() throws IOException {
    return Files.createDirectories(folder.resolve("sparse"));
  }

  /** The data of the network, gaps where it barely differs from 0. */
  private void write() throws IOException {
    List<String> rows = Files.readAllLines(data).stream().skip(1).toList();
    StringBuilder train = new StringBuilder("# six features\n");
    StringBuilder test = new StringBuilder();
    for (int i = 0; i < rows.size(); i++) {
      String[] fields = rows.get(i).split(",");
      StringBuilder line = new StringBuilder(fields[6]);
      for (int f = 0; f < 6; f++) {
        if (Math.abs(Double.parseDouble(fields[f])) > 0.01) {
          line.append(' ').append(f + 1).append(':').append(fields[f]);
        }
      }
      (i % 4 == 0 ? test : train).append(line).append('\n');
    }
    Files.writeString(sparse().resolve("train.libsvm"), train);
    Files.writeString(sparse().resolve("test.libsvm"), test);
  }

  @Test
  void aModelIsPrunedOnIt() throws IOException {
    write();
    data = sparse();
    RunRecord record =
        prune(
                Tools.weightsOnly(Progress.NONE),
                recipe("goal.target=macs", "goal.ratio=0.5"),
                "pruned",
                false)
            .record();
    assertEquals(Status.DONE, record.status(), record.message());
    assertTrue(Objects.requireNonNull(record.outcome().original()).metrics().get("accuracy") > 0.9);
  }

  @Test
  void gapsAreZerosAndSplitsEquallyWide() throws IOException {
    Files.writeString(sparse().resolve("train.svm"), "+1 1:0.5 6:2\n0 2:-1 # a comment\n");
    Files.writeString(sparse().resolve("test.svm"), "1 3:4\n0\n");
    Splits splits = DataSource.open(sparse(), OnnxReader.read(model));
    assertEquals(TaskKinds.CLASSIFICATION, splits.task().kind());
    Dataset train = Objects.requireNonNull(splits.train());
    Dataset test = Objects.requireNonNull(splits.test());
    assertArrayEquals(
        new float[] {0.5f, 0, 0, 0, 0, 2, 0, -1, 0, 0, 0, 0},
        train.batch(new int[] {0, 1}).inputs().get("x").floats());
    assertArrayEquals(
        new float[] {0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0},
        test.batch(new int[] {0, 1}).inputs().get("x").floats());
  }

  @Test
  void whatIsWrongIsNamed() throws IOException {
    refused("1 0:3\n", "line 1: \"0:3\" is no index:value");
    refused("1 1:3\n\n1 2:3 2:4\n", "line 3: index 2 is not above");
    refused("yes 1:3\n", "\"yes\" is no number");
  }

  private void refused(String text, String message) throws IOException {
    Path file = Files.writeString(sparse().resolve("all.libsvm"), text);
    String said =
        assertThrows(DataException.class, () -> DataSource.open(file, OnnxReader.read(model)))
            .getMessage();
    assertTrue(said.contains(message), said);
  }
}
