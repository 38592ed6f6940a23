package dev.espalier.torch;

import dev.espalier.model.Attribute;
import dev.espalier.model.FreeBatch;
import dev.espalier.model.Graph;
import dev.espalier.model.Model;
import dev.espalier.model.Node;
import dev.espalier.model.Tensor;
import dev.espalier.task.Answer;
import dev.espalier.task.Task;
import dev.espalier.torch.NormSites.Site;
import dev.espalier.tune.Tuner;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A model in the form that trains well, and the way back.
 *
 * <p>Most files have their BatchNormalization folded into the weights, and without it no rate suits
 * all layers. So each layer that has none is given one that changes nothing: scale and shift are
 * deviation and mean of the layer's outputs on real inputs, as the running statistics are; and the
 * weights of each output channel are scaled to one length, which the normalisation takes back, so
 * that steps are as large as for a network drawn anew. A regression's last layer answers in units
 * of the targets' spread, whatever unit they have. After the training all of it is folded into the
 * weights again: the structure of the model is what it was.
 *
 * <p>Source of the normalisation: Ioffe and Szegedy, Batch Normalization, ICML 2015; of weights
 * with a length of their own: Salimans and Kingma, Weight Normalization, NeurIPS 2016.
 */
final class TemporaryNorms {
  /**
   * The length of a channel's weights as networks are drawn by default: variance 1 / (3 fan-in).
   */
  private static final double LENGTH = 1 / Math.sqrt(3);

  private static final double EPSILON = 1e-5;
  private static final double TINY = 1e-12;

  private final Model model;
  private final List<Site> normed;
  private final Map<Site, LayerMoments> scaled;

  private TemporaryNorms(Model model, List<Site> normed, Map<Site, LayerMoments> scaled) {
    this.model = model;
    this.normed = normed;
    this.scaled = scaled;
  }

  /**
   * The form of {@code model} to train for a request, which computes the same.
   *
   * @param normalise whether layers are to have a normalisation
   */
  static TemporaryNorms of(
      Tuner.Request request, Model model, Tuner.Focus focus, boolean normalise) {
    List<Site> inner = normalise ? NormSites.between(model, focus.frozen()) : List.of();
    Map<String, LayerMoments> moments = moments(request, model, inner);
    List<Site> normed =
        inner.stream().filter(s -> normalisable(s, moments.get(s.value()))).toList();
    Map<Site, LayerMoments> scaled = targets(request, model, focus);
    Changes changes = new Changes(model);
    normed.forEach(s -> changes.normalise(s, Objects.requireNonNull(moments.get(s.value()))));
    scaled.forEach(changes::unit);
    return new TemporaryNorms(changes.model(), normed, scaled);
  }

  private static Map<String, LayerMoments> moments(
      Tuner.Request request, Model model, List<Site> sites) {
    if (sites.isEmpty()) {
      return Map.of();
    }
    int batch = request.regime().settings().amount().batch();
    Model free = batch == 1 ? model : FreeBatch.of(model);
    return LayerMoments.of(free, sites, request.material().train(), batch);
  }

  /** The last layers of regressions, each with the moments of its targets. */
  private static Map<Site, LayerMoments> targets(
      Tuner.Request request, Model model, Tuner.Focus focus) {
    List<String> outputs = request.task().outputs(model);
    Spreads spreads = Spreads.of(request.task(), request.material().train());
    Map<Site, LayerMoments> targets = new LinkedHashMap<>();
    for (Site site : NormSites.last(model, Set.copyOf(outputs), focus.frozen())) {
      LayerMoments moments = spreads.of(judging(request.task(), model, site), site.channels());
      if (moments != null) {
        targets.put(site, moments);
      }
    }
    return targets;
  }

  /** The task that judges what a last layer makes. */
  private static Task judging(Task all, Model model, Site last) {
    return all.answers().stream()
        .map(Answer::task)
        .filter(own -> own.outputs(model).contains(last.value()))
        .findFirst()
        .orElseThrow();
  }

  /**
   * Single places of a convolution (the gates of squeeze and excitation) are not normalised: no
   * network is trained so.
   */
  private static boolean normalisable(Site site, @Nullable LayerMoments moments) {
    return moments != null && (site.dense() || moments.places() > 1);
  }

  /** Whether any layer of the model could be normalised. */
  static boolean possible(Model model, Tuner.Focus focus) {
    return !NormSites.between(model, focus.frozen()).isEmpty();
  }

  Model model() {
    return model;
  }

  /** How many layers are normalised. */
  int layers() {
    return normed.size();
  }

  /** A focus in which what must not learn stays as it is. */
  Tuner.Focus focus(Tuner.Focus focus) {
    Set<String> frozen = new HashSet<>(focus.frozen());
    scaled.keySet().forEach(s -> frozen.addAll(List.of(spread(s), centre(s))));
    return new Tuner.Focus(frozen, focus.teacher(), focus.penalty());
  }

  /** The weights of the model as it came that do what {@code trained} ones do in {@link #model}. */
  Map<String, Tensor> fold(Map<String, Tensor> trained) {
    Map<String, Tensor> weights = new LinkedHashMap<>(trained);
    for (Site site : normed) {
      double[] scale = doubles(weights.remove(scale(site)));
      double[] shift = doubles(weights.remove(shift(site)));
      double[] mean = doubles(weights.remove(mean(site)));
      double[] variance = doubles(weights.remove(variance(site)));
      double[] bias = doubles(weights.get(site.bias()));
      double[] factor = new double[scale.length];
      Arrays.setAll(factor, c -> scale[c] / Math.sqrt(variance[c] + EPSILON));
      weights.computeIfPresent(site.weight(), (n, w) -> times(w, site.axis(), c -> factor[c]));
      weights.computeIfPresent(
          site.bias(), (n, b) -> vector(b, c -> (bias[c] - mean[c]) * factor[c] + shift[c]));
    }
    scaled.forEach(
        (site, moments) -> {
          double[] bias = doubles(weights.get(site.bias()));
          weights.computeIfPresent(
              site.weight(), (n, w) -> times(w, site.axis(), c -> spreadOf(moments, c)));
          weights.computeIfPresent(
              site.bias(),
              (n, b) -> vector(b, c -> bias[c] * spreadOf(moments, c) + moments.mean()[c]));
        });
    return weights;
  }

  private static double[] doubles(@Nullable Tensor tensor) {
    return Objects.requireNonNull(tensor, "a weight of a normalised layer").doubles();
  }

  private static Tensor vector(Tensor like, IntToDoubleFunction values) {
    return Tensor.of(like.type(), like.dims(), values);
  }

  /** Each channel's weights times a factor. */
  private static Tensor times(Tensor weights, int axis, IntToDoubleFunction factors) {
    float[] out = weights.floats();
    int inner = 1;
    for (int i = axis + 1; i < weights.rank(); i++) {
      inner *= weights.dims()[i];
    }
    for (int i = 0; i < out.length; i++) {
      out[i] *= (float) factors.applyAsDouble(i / inner % weights.dims()[axis]);
    }
    return weights.with(out);
  }

  private static double[] lengths(Tensor weights, int axis, int channels) {
    double[] squares = new double[channels];
    float[] values = weights.floats();
    int inner = 1;
    for (int i = axis + 1; i < weights.rank(); i++) {
      inner *= weights.dims()[i];
    }
    for (int i = 0; i < values.length; i++) {
      squares[i / inner % channels] += (double) values[i] * values[i];
    }
    return Arrays.stream(squares).map(Math::sqrt).toArray();
  }

  /** 1 for targets that never change. */
  private static double spreadOf(LayerMoments moments, int channel) {
    double spread = Math.sqrt(moments.variance()[channel]);
    return spread > TINY * Math.max(1, Math.abs(moments.mean()[channel])) ? spread : 1;
  }

  private static String raw(Site site) {
    return site.value() + "/before-norm";
  }

  private static String scale(Site site) {
    return site.value() + "/norm.scale";
  }

  private static String shift(Site site) {
    return site.value() + "/norm.shift";
  }

  private static String mean(Site site) {
    return site.value() + "/norm.mean";
  }

  private static String variance(Site site) {
    return site.value() + "/norm.variance";
  }

  private static String spread(Site site) {
    return site.value() + "/unit.spread";
  }

  private static String centre(Site site) {
    return site.value() + "/unit.centre";
  }

  /** A model on its way from one form to the other. */
  private static final class Changes {
    private final Model before;
    private final Map<String, Tensor> initializers;

    /** What comes after the node that makes a value. */
    private final Map<String, List<Node>> after = new LinkedHashMap<>();

    private final Map<String, String> renamed = new LinkedHashMap<>();

    Changes(Model model) {
      this.before = model;
      this.initializers = new LinkedHashMap<>(model.graph().initializers());
    }

    void normalise(Site site, LayerMoments moments) {
      Tensor weights = Objects.requireNonNull(initializers.get(site.weight()));
      Tensor bias = Objects.requireNonNull(initializers.get(site.bias()));
      double[] old = doubles(bias);
      double[] lengths = lengths(weights, site.axis(), site.channels());
      double[] factor = Arrays.stream(lengths).map(l -> l > TINY ? LENGTH / l : 1).toArray();
      double[] own = new double[site.channels()];
      Arrays.setAll(own, c -> factor[c] * factor[c] * moments.variance()[c]);
      initializers.put(site.weight(), times(weights, site.axis(), c -> factor[c]));
      initializers.put(site.bias(), vector(bias, c -> 0));
      put(scale(site), site, c -> Math.sqrt(own[c] + EPSILON) / factor[c]);
      put(shift(site), site, c -> moments.mean()[c]);
      put(mean(site), site, c -> factor[c] * (moments.mean()[c] - old[c]));
      put(variance(site), site, c -> own[c]);
      Node norm =
          Node.of(
                  "BatchNormalization",
                  site.value() + "/norm",
                  List.of(raw(site), scale(site), shift(site), mean(site), variance(site)),
                  List.of(site.value()))
              .withAttribute("epsilon", new Attribute.FloatValue((float) EPSILON));
      behind(site, List.of(norm));
    }

    void unit(Site site, LayerMoments moments) {
      Tensor weights = Objects.requireNonNull(initializers.get(site.weight()));
      Tensor bias = Objects.requireNonNull(initializers.get(site.bias()));
      double[] old = doubles(bias);
      initializers.put(site.weight(), times(weights, site.axis(), c -> 1 / spreadOf(moments, c)));
      initializers.put(
          site.bias(), vector(bias, c -> (old[c] - moments.mean()[c]) / spreadOf(moments, c)));
      put(spread(site), site, c -> spreadOf(moments, c));
      put(centre(site), site, c -> moments.mean()[c]);
      String times = site.value() + "/unit";
      behind(
          site,
          List.of(
              Node.of("Mul", times, List.of(raw(site), spread(site)), List.of(times)),
              Node.of(
                  "Add",
                  site.value() + "/unit.add",
                  List.of(times, centre(site)),
                  List.of(site.value()))));
    }

    private void put(String name, Site site, IntToDoubleFunction values) {
      Tensor weights = Objects.requireNonNull(initializers.get(site.weight()));
      initializers.put(name, Tensor.of(weights.type(), new int[] {site.channels()}, values));
    }

    private void behind(Site site, List<Node> nodes) {
      after.put(site.value(), nodes);
      renamed.put(site.value(), raw(site));
    }

    Model model() {
      List<Node> nodes = new ArrayList<>();
      for (Node node : before.graph().nodes()) {
        List<String> outputs =
            node.outputs().stream()
                .map(o -> renamed.getOrDefault(o, o))
                .collect(Collectors.toList());
        nodes.add(
            outputs.equals(node.outputs())
                ? node
                : new Node(
                    node.name(),
                    node.domain(),
                    node.op(),
                    node.inputs(),
                    outputs,
                    node.attributes(),
                    node.rest()));
        node.outputs().forEach(o -> nodes.addAll(after.getOrDefault(o, List.of())));
      }
      Graph graph = before.graph().withNodes(nodes).withInitializers(initializers);
      return before.withGraph(graph.withoutValueInfos());
    }
  }
}
