package dev.espalier.ort;

import dev.espalier.model.InputShapes;
import dev.espalier.model.Model;
import dev.espalier.model.ModelFormatException;
import dev.espalier.model.StatedInputs;
import dev.espalier.onnx.FixedInputs;
import dev.espalier.onnx.OnnxReader;
import java.nio.file.Path;

/**
 * Opens the models that people bring: as files state them, with the shapes that their owner states,
 * and at the batch at which they run. Exporters often call the batch free where it is baked into
 * the graph.
 */
public final class Opening {
  /** Tried in turn where a model that calls its batch free does not run at three records. */
  private static final int[] BAKED = {1, 2, 4, 8, 16, 32, 64, 128};

  private Opening() {}

  /** The model as it answers after training, with shapes that its own metadata keeps. */
  public static Model network(Path file) {
    return network(file, StatedInputs.NONE);
  }

  /**
   * @param stated what a person states of inputs
   * @throws ModelFormatException where the file cannot be used, what is stated does not fit, or an
   *     input has no shape and needs one
   */
  public static Model network(Path file, StatedInputs stated) {
    Model shaped = InputShapes.stated(OnnxReader.network(file), stated.shapes());
    return runnable(FixedInputs.stated(shaped, stated.fixed()), file.toString());
  }

  /** The model with all inputs of its file, those too that nothing reads ({@link FixedInputs}). */
  public static Model whole(Path file) {
    return FixedInputs.joined(network(file));
  }

  /**
   * {@return what was stated of the inputs of a model that another was made of}
   *
   * @param result the other one, whose metadata keeps it
   */
  public static StatedInputs stated(Model result) {
    return new StatedInputs(InputShapes.of(result), FixedInputs.of(result));
  }

  private static Model runnable(Model model, String file) {
    ProbeInputs inputs = ProbeInputs.of(model.graph());
    boolean shapeless = model.graph().dataInputs().stream().anyMatch(i -> !i.ranked());
    if (!shapeless && !inputs.freeBatch()) {
      return model;
    }
    try (Session session = Session.open(model, SessionOptions.literal(Probe.threads()))) {
      if (Probe.runs(model, session, inputs, Probe.ROWS)) {
        return model;
      }
      for (int batch : inputs.freeBatch() ? BAKED : new int[0]) {
        if (Probe.runs(model, session, inputs, batch)) {
          return InputShapes.used(model, inputs.atBatch(batch));
        }
      }
    }
    if (shapeless) {
      throw new ModelFormatException(
          file
              + ": not every input states a shape, and none that was tried runs; state it with --shape "
              + InputShapes.example(model)
              + ", or under `shapes:` of a recipe");
    }
    return model;
  }
}
