package dev.espalier.op;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.espalier.SharedData;
import dev.espalier.coupling.Group;
import dev.espalier.onnx.OnnxReader;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Exported files whose units were once barred: what may be cut in them, with a certificate. */
@Tag("slow")
class SharedCasesTest {
  /** Units of the groups that may be cut, in the graph's order. */
  @ParameterizedTest
  @CsvSource({
    "torch_mha_encoder, 64 4 128",
    "groupnorm_opset23, 4 64 64 4 8 64 64 4 32",
    "groupnorm_unet, 4 64 64 4 8 64 64 4 32",
    "rmsnorm_opset23, 64 128",
    "sdpa_opset23, 64 4",
    "attention_opset23, 2 64",
    "fused_operators, 4 64 48",
    "pixel_shuffle, 64 32 32 32"
  })
  void cuts(String name, String units) {
    Coupled net = Coupled.of(OnnxReader.read(SharedData.require("cases/" + name + ".onnx")));
    List<Group> prunable = net.coupling().prunable();
    assertEquals(
        List.of(units.split(" ")), prunable.stream().map(g -> "" + g.units()).toList(), net::text);
    net.cuts(prunable.stream().map(Group::name).toArray(String[]::new));
  }
}
