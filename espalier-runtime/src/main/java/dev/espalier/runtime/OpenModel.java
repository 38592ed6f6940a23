package dev.espalier.runtime;

import dev.espalier.adaptive.AdaptiveModel;
import dev.espalier.adaptive.CallBudget;
import dev.espalier.adaptive.Routed;
import dev.espalier.adaptive.Routing;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.model.ValueInfo;
import dev.espalier.ort.Opening;
import dev.espalier.ort.Session;
import dev.espalier.ort.SessionOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A result that runs: plain or dynamic, it is opened and called alike. Thread-safe; close it. */
public interface OpenModel extends AutoCloseable {
  /** The file of a plain result in its run folder. */
  String MODEL = "model.onnx";

  /** The file of a dynamic one. */
  String DYNAMIC = "dynamic.onnx";

  /**
   * Opens a result.
   *
   * @param result folder that a run wrote, or an ONNX file
   * @param threads that each operator may take
   * @return the model; close it
   */
  static OpenModel of(Path result, int threads) {
    if (Files.exists(result.resolve(Routing.FILE))) {
      return new AdaptiveOpened(AdaptiveModel.open(result, threads));
    }
    Path dynamic = result.resolve(DYNAMIC);
    Path file =
        !Files.isDirectory(result)
            ? result
            : Files.exists(dynamic) ? dynamic : result.resolve(MODEL);
    Model model = Opening.whole(file);
    return new PlainOpened(
        Session.open(model, SessionOptions.threads(threads)),
        model.metadata(),
        model.graph().dataInputs(),
        model.graph().outputs());
  }

  /**
   * {@return outputs by name, for inputs by name; rows lie along axis 0} A dynamic model keeps to
   * its calibrated point.
   *
   * @param inputs by name, with rows along axis 0
   */
  default Map<String, Tensor> run(Map<String, Tensor> inputs) {
    return run(inputs, CallBudget.calibrated()).outputs();
  }

  /**
   * The same with what each row took; a plain model answers every row in its one stage, whatever
   * the budget.
   *
   * @param inputs by name, with rows along axis 0
   * @param budget what the call may cost
   * @return outputs by name, and the stage of each row
   */
  Routed run(Map<String, Tensor> inputs, CallBudget budget);

  /** {@return what the file says of itself, by key; of a dynamic model, what its original says} */
  Map<String, String> metadata();

  /** {@return what it takes: names, types and axes, the records' first} */
  List<ValueInfo> inputs();

  /** {@return what it answers, in order; the first output is what the run judged it by} */
  List<ValueInfo> outputs();

  @Override
  void close();
}
