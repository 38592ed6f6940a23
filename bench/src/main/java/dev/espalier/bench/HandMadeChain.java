package dev.espalier.bench;

import dev.espalier.adaptive.Affine;
import dev.espalier.adaptive.Alignment;
import dev.espalier.adaptive.Cascade;
import dev.espalier.adaptive.EffortTable;
import dev.espalier.adaptive.Join;
import dev.espalier.adaptive.Member;
import dev.espalier.adaptive.Routing;
import dev.espalier.adaptive.RowAnswer;
import dev.espalier.adaptive.Scoring;
import dev.espalier.adaptive.StageProfile;
import dev.espalier.feed.Preprocess;
import dev.espalier.model.Model;
import dev.espalier.onnx.OnnxReader;
import dev.espalier.onnx.OnnxWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Joins resnet8, ResNet-20 and ResNet-56, which were trained apart, as anyone could by hand: {@code
 * HandMadeChain MODELS OUT}. A row stops where its margin is at least 0.5, a value that nobody
 * tuned.
 */
public final class HandMadeChain {
  private static final float MARGIN = 0.5f;
  private static final Preprocess BYTES = preprocess(1, List.of(), List.of());
  private static final Preprocess NORMALISED =
      preprocess(1 / 255.0, List.of(0.485, 0.456, 0.406), List.of(0.229, 0.224, 0.225));

  private HandMadeChain() {}

  public static void main(String[] args) {
    Path models = Path.of(args[0]);
    Path out = Path.of(args[1]);
    Affine toBytes = Affine.between(NORMALISED, BYTES);
    List<Member> members =
        List.of(
            member("resnet8", models.resolve("mlperf-tiny/resnet8_cifar10.onnx"), toBytes),
            member("resnet20", models.resolve("resnet-cifar10/resnet20_cifar10.onnx"), Affine.NONE),
            member(
                "resnet56", models.resolve("resnet-cifar10/resnet56_cifar10.onnx"), Affine.NONE));
    Scoring margin = new Scoring("margin", 1, RowAnswer.LOGITS);
    Cascade cascade = new Cascade(Alignment.of(members), List.of(margin, margin));
    float least = -Float.MAX_VALUE;
    float most = Float.MAX_VALUE;
    EffortTable table =
        new EffortTable(new float[][] {{least, least}, {MARGIN, MARGIN}, {most, most}}, 1);
    List<StageProfile> unmeasured = members.stream().map(m -> StageProfile.ofMacs(0)).toList();
    Routing.of(cascade, table, unmeasured, Map.of()).write(cascade, out);
    OnnxWriter.write(Join.fixed(cascade, MARGIN, MARGIN), out.resolve("dynamic.onnx"));
    OnnxWriter.write(Join.byEffort(cascade, table), out.resolve("dynamic-effort.onnx"));
  }

  private static Member member(String name, Path file, Affine preprocessing) {
    Model model = OnnxReader.read(file);
    return new Member(name, model, preprocessing, RowAnswer.of(model, true));
  }

  private static Preprocess preprocess(double scale, List<Double> mean, List<Double> std) {
    return new Preprocess(scale, mean, std, false, "", "", List.of(), 0);
  }
}
