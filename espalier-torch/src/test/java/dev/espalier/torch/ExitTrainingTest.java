package dev.espalier.torch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.SharedData;
import dev.espalier.adaptive.ChainStage;
import dev.espalier.coupling.Coupling;
import dev.espalier.data.DataSource;
import dev.espalier.data.Dataset;
import dev.espalier.data.Rows;
import dev.espalier.data.Splits;
import dev.espalier.family.ExitHeads;
import dev.espalier.family.ExitPoint;
import dev.espalier.family.ExitPoints;
import dev.espalier.family.MultiExit;
import dev.espalier.family.SplitProof;
import dev.espalier.measure.Evaluator;
import dev.espalier.model.Model;
import dev.espalier.onnx.OnnxReader;
import dev.espalier.ort.Closeness;
import dev.espalier.prepare.Prepared;
import dev.espalier.progress.Progress;
import dev.espalier.task.Task;
import dev.espalier.task.TaskKinds;
import dev.espalier.tune.Tuner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A head behind the first convolution of LeNet-5 learns digits; the rest stays LeNet-5. */
@Tag("slow")
class ExitTrainingTest {
  @TempDir Path folder;

  @Test
  void lenetAnswersBehindItsFirstConvolution() throws IOException {
    Model model = OnnxReader.read(SharedData.require("models/mnist/mnist_lenet5_caffe.onnx"));
    Path data = folder.resolve("mnist.yaml");
    Files.writeString(
        data,
        "format: idx\npath: "
            + SharedData.require("data/mnist")
            + "\npreprocess: {scale: 0.00392156862745098, mean: [0.1307], std: [0.3081]}\n");
    Splits splits = DataSource.open(data, model.graph().dataInputs());
    Dataset train = splits.train().sample(4000, 1);
    Coupling coupling = Prepared.of(model, "blocks").coupling();
    ExitPoints points = ExitPoints.of(coupling);
    ExitPoint first = points.points().get(0);
    var heads = new ExitHeads(coupling, points, 1).at(first, 0.05);
    MultiExit joined =
        new MultiExit(coupling, List.of(new MultiExit.Exit(first, heads.get(heads.size() - 1))));
    Tuner.Request plain = TorchTunerTest.request(joined.model(), 2);
    Task digits = new Task(TaskKinds.CLASSIFICATION, "accuracy", 10, 1);
    Tuner.Request request =
        new Tuner.Request(
            joined.model(), joined.task(digits), new Tuner.Material(train), plain.regime());
    Tuner.Focus focus = new Tuner.Focus(joined.frozen(), joined.teacher());
    List<ChainStage> stages =
        joined.stages(new TorchTuner().tune(request.withFocus(focus)).model());
    Dataset unseen = Rows.all(splits.train().size()).slice(59000, 60000).of(splits.train());
    double early =
        digits.value(
            Evaluator.predict(
                stages.get(0).model(), digits, unseen, new Evaluator.Run(100, 1, Progress.NONE)));
    assertTrue(early > 0.9, "accuracy of the exit is " + early);
    Closeness proof =
        SplitProof.check(
            model,
            stages.stream().map(ChainStage::model).toList(),
            List.of(unseen.batch(new int[] {0, 1, 2}).inputs()));
    assertTrue(proof.within(), proof.worst());
    assertEquals(0, proof.maxAbs(), 1e-6);
  }
}
