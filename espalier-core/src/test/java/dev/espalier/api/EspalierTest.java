package dev.espalier.api;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.adaptive.CallBudget;
import dev.espalier.adaptive.Routed;
import dev.espalier.check.Verification;
import dev.espalier.files.DataException;
import dev.espalier.model.Tensor;
import dev.espalier.progress.Progress;
import dev.espalier.record.RunRecord;
import dev.espalier.record.Status;
import dev.espalier.run.FittedNetwork;
import dev.espalier.run.PruneResult;
import dev.espalier.runtime.OpenModel;
import dev.espalier.tune.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The commands as methods, on a network whose answers are its data. */
@Tag("slow")
class EspalierTest extends FittedNetwork {
  private static final Map<String, Tensor> ROWS =
      Map.of("x", Tensor.floats(new float[] {1, 2, 3, 4, 5, 6, 6, 5, 4, 3, 2, 1}, 2, 6));

  private ModelJob job() {
    return Espalier.with(Tools.weightsOnly(Progress.NONE))
        .model(model)
        .set("latency.runs=5")
        .set("latency.largeBatch=2");
  }

  @Test
  void inspectPruneVerifyReportOpen() throws IOException {
    assertTrue(job().inspect().parts().groups().stream().anyMatch(g -> g.name().equals("first")));
    Path run = folder.resolve("run");
    PruneResult result = job().data(data).target("macs", 0.5).prune(run);
    assertEquals(Status.DONE, result.record().status(), result.record().message());
    Verification verified = job().verify(run);
    assertTrue(verified.certified(), verified.message());
    Files.delete(run.resolve("report.html"));
    assertTrue(Files.size(Espalier.report(run)) > 1000);
    try (OpenModel folderOpened = Espalier.open(run, 1);
        OpenModel fileOpened = Espalier.open(run.resolve("model.onnx"), 1)) {
      Routed routed = folderOpened.run(ROWS, CallBudget.micros(1));
      assertArrayEquals(new int[] {0, 0}, routed.routes(), "a plain model has one stage");
      assertEquals(2, routed.uses().get(0).rows());
      assertEquals("free", folderOpened.metadata().get("licence"));
      assertArrayEquals(routed.outputs().get("y").floats(), fileOpened.run(ROWS).get("y").floats());
    }
  }

  @Test
  void aDynamicRunIsOpenedAlike() {
    Path run = folder.resolve("dynamic");
    RunRecord record =
        job()
            .data(data)
            .target("macs", 0.7)
            .set("dynamic.members=0.3")
            .set("dynamic.exits=0")
            .set("dynamic.alone=none")
            .set("study=none")
            .dynamic(run);
    assertEquals(Status.DONE, record.status(), record.message());
    try (OpenModel opened = Espalier.open(run, 1)) {
      Routed routed = opened.run(ROWS, CallBudget.effort(1));
      assertEquals(2, routed.uses().size(), "a member and the original");
      assertEquals("free", opened.metadata().get("licence"));
      assertEquals(2, opened.run(ROWS).get("y").dims()[0]);
    }
  }

  @Test
  void whatIsSetIsKeptByAStudy() {
    RunRecord record =
        job()
            .data(data)
            .target("macs", 0.6)
            .set("cut.criterion=l1")
            .prune(folder.resolve("l1"))
            .record();
    assertEquals("l1", ((Map<?, ?>) record.setup().recipe().get("cut")).get("criterion"));
  }

  @Test
  void whatLacksIsSaid() {
    String message =
        assertThrows(DataException.class, () -> job().dynamic(folder.resolve("none"))).getMessage();
    assertTrue(message.contains("name its data"), message);
  }
}
