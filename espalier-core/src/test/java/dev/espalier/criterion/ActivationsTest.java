package dev.espalier.criterion;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.Graphs;
import dev.espalier.coupling.Group;
import dev.espalier.criterion.Activations.Statistic;
import dev.espalier.model.DType;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.model.ValueInfo;
import dev.espalier.ort.Session;
import dev.espalier.ort.SessionOptions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Statistics computed inside the graph against the activations themselves. */
class ActivationsTest {
  @ParameterizedTest
  @ValueSource(longs = {13, 17, 18})
  void equalWhatIsComputedFromTheActivations(long opset) {
    Setting setting = Setting.of(atOpset(Graphs.vgg(2), opset), 7, 5);
    Evidence evidence = setting.gather(Set.of(Evidence.Kind.ACTIVATIONS), 3);
    List<ConsumedAxis> consumed = ConsumedAxis.prunable(setting.coupling());
    assertEquals(5, consumed.size());
    for (ConsumedAxis c : consumed) {
      Tensor x = value(setting, c.axis().value());
      Moments expected = Moments.of(x, c.axis().index());
      Activations found = evidence.needActivations();
      assertArrayEquals(expected.mean, found.mean(c.consumption()), 1e-5);
      assertArrayEquals(expected.square, found.of(c.consumption(), Statistic.SQUARE), 1e-4);
      assertArrayEquals(expected.magnitude, found.of(c.consumption(), Statistic.MAGNITUDE), 1e-5);
      assertArrayEquals(expected.frequency, found.of(c.consumption(), Statistic.FREQUENCY), 1e-6);
    }
  }

  @Test
  void aUnitWithManyPositionsGetsTheirMean() {
    Setting setting = Setting.of(Graphs.vgg(2), 7, 5);
    Evidence evidence = setting.gather(Set.of(Evidence.Kind.ACTIVATIONS), 7);
    Group conv4 = setting.coupling().group("conv4");
    ConsumedAxis flat =
        ConsumedAxis.prunable(setting.coupling()).stream()
            .filter(c -> conv4 != null && c.unitsOf(conv4) != null)
            .findFirst()
            .orElseThrow();
    double[] positions = evidence.needActivations().of(flat.consumption(), Statistic.SQUARE);
    int each = positions.length / 6;
    double[] expected = new double[6];
    for (int p = 0; p < positions.length; p++) {
      expected[p / each] += positions[p] / each;
    }
    double[] scores = Criteria.CATALOGUE.require("activation-norm").scores(conv4, evidence);
    assertTrue(each > 1);
    assertArrayEquals(Arrays.stream(expected).map(Math::sqrt).toArray(), scores, 1e-9);
  }

  @Test
  void areThereForEveryArchitecture() {
    for (Model model : Graphs.all(3)) {
      Setting setting = Setting.of(model, 4, 4);
      Activations means = new EvidenceGatherer(null, 1).means(setting.request(2));
      for (Group group : setting.coupling().prunable()) {
        assertTrue(
            means.refusal(group, setting.coupling()).isEmpty(),
            model.graph().name() + " " + group.name());
      }
      assertFalse(means.values().isEmpty());
      means.values().values().forEach(v -> assertEquals(Set.of(Statistic.MEAN), v.keySet()));
    }
  }

  /** One value for all records, from a session that runs the graph as it stands. */
  private static Tensor value(Setting setting, String name) {
    Model model = setting.coupling().model();
    Model exposed =
        model.withGraph(
            model
                .graph()
                .withOutputs(
                    List.of(new ValueInfo(name, DType.FLOAT, List.of(), false, new byte[0]))));
    try (Session session = Session.open(exposed, SessionOptions.literal(1))) {
      return session.run(setting.all().inputs()).get(name);
    }
  }

  private static Model atOpset(Model model, long opset) {
    return new Model(model.graph(), model.irVersion(), Map.of("", opset), Map.of(), new byte[0]);
  }

  private record Moments(double[] mean, double[] square, double[] magnitude, double[] frequency) {
    static Moments of(Tensor x, int axis) {
      int length = x.dims()[axis];
      int inner = 1;
      for (int i = axis + 1; i < x.rank(); i++) {
        inner *= x.dims()[i];
      }
      Moments m =
          new Moments(
              new double[length], new double[length], new double[length], new double[length]);
      float[] values = x.floats();
      double share = (double) length / values.length;
      for (int i = 0; i < values.length; i++) {
        int p = i / inner % length;
        m.mean[p] += values[i] * share;
        m.square[p] += (double) values[i] * values[i] * share;
        m.magnitude[p] += Math.abs(values[i]) * share;
        m.frequency[p] += values[i] != 0 ? share : 0;
      }
      return m;
    }
  }
}
