package dev.espalier.examples.jobs;

import dev.espalier.api.Espalier;
import dev.espalier.api.ModelJob;
import dev.espalier.check.Verification;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.progress.Progress;
import dev.espalier.record.Figures;
import dev.espalier.record.RunRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * One kind of task from end to end, on data that is drawn: a model that has learnt nothing is
 * trained, cut to half of its MACs, tuned, proven and judged.
 */
public interface Job {
  /** {@return what is judged} */
  String task();

  /** {@return a model with random weights} */
  Model untrained();

  /**
   * Draws the data.
   *
   * @param folder to leave it in
   * @return the DATA file that describes it
   * @throws IOException where it cannot be written
   */
  Path data(Path folder) throws IOException;

  /**
   * {@return what the first training trains; the model takes over its weights by their names, and
   * may say the same in another form}
   */
  default Model pupil() {
    return untrained();
  }

  /**
   * Draws what the first training learns from, where that is not what the model is judged by.
   *
   * @param data the DATA file that it is judged by
   * @return the DATA file to learn from
   * @throws IOException where it cannot be written
   */
  default Path lessons(Path data) throws IOException {
    return data;
  }

  /** {@return how many passes the first training makes; 0 where there is nothing to learn from} */
  int epochs();

  /** {@return how many records the first training takes for an update} */
  default int batch() {
    return 128;
  }

  /**
   * Goes through all of it.
   *
   * @param folder an empty one, for the data, the models and the reports
   * @return what the run came to
   * @throws IOException where something cannot be written
   */
  default RunRecord run(Path folder) throws IOException {
    Path model = Espalier.write(pupil(), folder.resolve("untrained.onnx"));
    Path data = data(folder);
    Espalier espalier = Espalier.installed(Progress.NONE);
    if (epochs() > 0) {
      Path lessons = lessons(data);
      ModelJob training = espalier.model(model).data(lessons).set("tune.start=scratch");
      training = training.set("tune.epochs=" + epochs()).set("tune.batch=" + batch());
      Model trained = training.tune(folder.resolve("trained")).model();
      model = folder.resolve("trained/model.onnx");
      if (!lessons.equals(data)) {
        // That file is bound to the splits of its lessons; a model with its weights is not.
        model = Espalier.write(taught(trained), folder.resolve("taught.onnx"));
      }
    }
    Path small = folder.resolve("small");
    RunRecord record = espalier.model(model).data(data).target("macs", 0.5).prune(small).record();
    Verification verified = espalier.model(model).verify(small);
    if (!verified.certified()) {
      throw new IllegalStateException(verified.message());
    }
    return record;
  }

  private Model taught(Model trained) {
    Model model = untrained();
    Map<String, Tensor> learnt = trained.graph().initializers();
    Map<String, Tensor> weights = new LinkedHashMap<>(model.graph().initializers());
    weights.replaceAll((name, weight) -> learnt.getOrDefault(name, weight));
    return model.withGraph(model.graph().withInitializers(weights));
  }

  /**
   * {@return what was asked and what came of it: MACs and metrics before and after}
   *
   * @param record of a run with data
   */
  static String told(RunRecord record) {
    Figures before = Objects.requireNonNull(record.outcome().original());
    Figures after = Objects.requireNonNull(record.outcome().result());
    return String.format(
        Locale.ROOT,
        "%s: half of %d MACs was asked for%nbefore: %d MACs %s%nafter:  %d MACs %s",
        Objects.requireNonNull(record.setup().data()).task(),
        before.macs(),
        before.macs(),
        before.metrics(),
        after.macs(),
        after.metrics());
  }
}
