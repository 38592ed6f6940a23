package dev.espalier.examples.jobs;

import dev.espalier.api.Espalier;
import dev.espalier.api.ModelJob;
import dev.espalier.check.Verification;
import dev.espalier.model.Model;
import dev.espalier.progress.Progress;
import dev.espalier.record.RunRecord;
import java.io.IOException;
import java.nio.file.Path;

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

  /** {@return how many passes the first training makes; 0 where there is nothing to learn from} */
  int epochs();

  /**
   * Goes through all of it.
   *
   * @param folder an empty one, for the data, the models and the reports
   * @return what the run came to
   * @throws IOException where something cannot be written
   */
  default RunRecord run(Path folder) throws IOException {
    Path model = Espalier.write(untrained(), folder.resolve("untrained.onnx"));
    Path data = data(folder);
    Espalier espalier = Espalier.installed(Progress.NONE);
    if (epochs() > 0) {
      ModelJob training = espalier.model(model).data(data).set("tune.start=scratch");
      training.set("tune.epochs=" + epochs()).tune(folder.resolve("trained"));
      model = folder.resolve("trained/model.onnx");
    }
    Path small = folder.resolve("small");
    RunRecord record = espalier.model(model).data(data).target("macs", 0.5).prune(small).record();
    Verification verified = espalier.model(model).verify(small);
    if (!verified.certified()) {
      throw new IllegalStateException(verified.message());
    }
    return record;
  }
}
