package dev.espalier.adaptive;

import dev.espalier.files.DataException;
import dev.espalier.model.ConstantNodes;
import dev.espalier.model.FreeBatch;
import dev.espalier.model.Model;
import dev.espalier.model.ModelFormatException;
import dev.espalier.model.Tensor;
import dev.espalier.ort.Closeness;
import dev.espalier.ort.Probe;
import dev.espalier.ort.Session;
import dev.espalier.ort.SessionOptions;
import java.util.Map;

/** Models that take any number of rows and answer each as if it were alone. */
final class FreeRows {
  private static final int ROWS = 3;
  private static final double RTOL = 1e-3;
  private static final double ATOL = 1e-4;

  private FreeRows() {}

  /**
   * The same function with a free batch; refused where one of several rows is not answered as it is
   * alone, since a chain regroups rows. Cost: four runs.
   */
  static Model of(Model model, String label) {
    try {
      Model free =
          FreeBatch.fixedBatch(model) == 1
              ? FreeBatch.of(ConstantNodes.toInitializers(model))
              : model;
      if (FreeBatch.fixedBatch(free) == 0) {
        check(free, label);
      }
      return free;
    } catch (ModelFormatException | DataException e) {
      throw new ModelFormatException(label + " cannot take several rows: " + e.getMessage(), e);
    }
  }

  private static void check(Model model, String label) {
    try (Session session = Session.open(model, SessionOptions.threads(1))) {
      Map<String, Tensor> inputs = Probe.inputs(model, session, ROWS);
      Map<String, Tensor> all = session.run(inputs);
      all.forEach((name, value) -> rows(label, name, value));
      for (int row = 0; row < ROWS; row++) {
        Closeness alone =
            Closeness.of(
                session.run(RowNumbers.select(inputs, row)),
                RowNumbers.select(all, row),
                RTOL,
                ATOL);
        if (!alone.within()) {
          throw new ModelFormatException(
              label
                  + " answers a row among others differently than alone ("
                  + alone.worst()
                  + "), so rows cannot stop at different stages; export it with a dynamic batch");
        }
      }
    }
  }

  private static void rows(String label, String name, Tensor value) {
    if (value.rank() == 0 || value.dims()[0] != ROWS) {
      throw new ModelFormatException(
          label + " gives output '" + name + "' of " + value + " for " + ROWS + " rows");
    }
  }
}
