package dev.espalier.family;

import dev.espalier.coupling.Coupling;
import dev.espalier.family.ExitPoint.Layout;
import dev.espalier.model.Dims;
import dev.espalier.model.Graph;
import dev.espalier.model.Model;
import dev.espalier.model.Node;
import dev.espalier.model.Shapes;
import dev.espalier.model.Tensor;
import dev.espalier.op.Trait;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Heads that fit an exit point of a model: a classifier of pooled features, one with a hidden layer
 * or convolutions as wide as a share of the model's multiply–accumulate operations allows, and,
 * where a later point has the same axes, what the original does behind that point, with its weights
 * to begin with.
 */
public final class ExitHeads {
  private static final int WIDTH_STEP = 4;
  private static final int WIDEST = 512;
  private static final int MOST_ANSWERS = 4096;

  private final Model model;
  private final Shapes shapes;
  private final ExitPoints points;
  private final Split split;
  private final long totalMacs;
  private final int @Nullable [] answer;
  private final long seed;

  /** Heads for a prepared model with new weights drawn from {@code seed}. */
  public ExitHeads(Coupling coupling, ExitPoints points, long seed) {
    this.model = coupling.model();
    this.shapes = coupling.shapes();
    this.points = points;
    this.split = new Split(coupling);
    this.totalMacs = new Flow(coupling).totalMacs();
    this.answer = answer(coupling);
    this.seed = seed;
  }

  /** Sizes of the answer behind the records; null where they vary, or are too many for a layer. */
  private static int @Nullable [] answer(Coupling coupling) {
    Shapes.Observed shape = coupling.shapes().get(coupling.model().graph().outputs().get(0).name());
    if (shape == null || shape.rank() == 0 || shape.a()[0] != 1) {
      return null;
    }
    boolean fixed = IntStream.range(1, shape.rank()).noneMatch(shape::varies);
    boolean few = Dims.size(shape.a()) <= MOST_ANSWERS;
    return fixed && few ? Arrays.copyOfRange(shape.a(), 1, shape.rank()) : null;
  }

  /**
   * Heads of at most {@code share} of the model's operations, the dearest last; the plain
   * classifier is there whatever it costs. Empty where the answer's size is not fixed and no later
   * point has the same axes.
   */
  public List<ExitHead> at(ExitPoint point, double share) {
    List<ExitHead> heads = new ArrayList<>();
    long most = (long) (share * totalMacs);
    int[] sizes = answer;
    if (sizes != null) {
      Maker maker = new Maker(point, sizes);
      heads.add(maker.plain(0));
      wide(maker, most).ifPresent(heads::add);
    }
    tail(point).filter(h -> h.macs() <= Math.max(most, 1)).ifPresent(heads::add);
    heads.sort(Comparator.comparingLong(ExitHead::macs));
    return heads;
  }

  /** The original's own way from a later point of the same axes to its answer. */
  private Optional<ExitHead> tail(ExitPoint point) {
    ExitPoint twin = null;
    for (ExitPoint later : points.all()) {
      boolean same =
          later.macs() > point.macs()
              && later.layout() == point.layout()
              && later.rows() == point.rows()
              && Arrays.equals(later.shape().a(), point.shape().a())
              && Arrays.equals(later.shape().b(), point.shape().b());
      twin = same ? later : twin;
    }
    if (twin == null) {
      return Optional.empty();
    }
    String words = "what follows " + twin.label() + " in the original";
    return Optional.of(new ExitHead(words, split.rest(twin), totalMacs - twin.macs()));
  }

  /** The widest head within {@code most} operations. */
  private static Optional<ExitHead> wide(Maker maker, long most) {
    ExitHead best = null;
    for (int width = WIDTH_STEP; width <= WIDEST; width += WIDTH_STEP) {
      ExitHead head = maker.wide(width);
      if (head.macs() > most) {
        break;
      }
      best = head;
    }
    return Optional.ofNullable(best);
  }

  /** Makes new heads for one point. */
  private final class Maker {
    private final ExitPoint point;
    private final int[] sizes;

    Maker(ExitPoint point, int[] sizes) {
      this.point = point;
      this.sizes = sizes;
    }

    ExitHead wide(int width) {
      boolean map = Arrays.stream(point.sizes()).skip(1).anyMatch(s -> s != 1);
      return point.layout() == Layout.CHANNELS && map ? convolved(width) : plain(width);
    }

    /** Pooled features, a hidden layer unless {@code hidden} is 0, and the classifier. */
    ExitHead plain(int hidden) {
      HeadBuilder b = new HeadBuilder(point, seed);
      if (point.layout() == Layout.STEPS) {
        b.overTime(pooling());
      } else if (point.layout() == Layout.CHANNELS) {
        b.globalMean();
      }
      if (hidden > 0) {
        b.hidden(hidden);
      }
      String words = hidden == 0 ? "classifier" : "hidden layer of " + hidden + " and classifier";
      return b.finish(sizes, link(), words);
    }

    private ExitHead convolved(int width) {
      HeadBuilder b = new HeadBuilder(point, seed);
      b.shrink();
      int made = b.convolutions(width);
      b.grid();
      String plural = made == 1 ? "" : "s";
      return b.finish(
          sizes,
          link(),
          made + " convolution" + plural + " of " + width + " channels and classifier");
    }
  }

  /** Which step the original's answer looks at: the index, or null for their mean. */
  private @Nullable Long pooling() {
    ExitPoint last =
        points.points().stream()
            .filter(p -> p.layout() == Layout.STEPS)
            .reduce((first, second) -> second)
            .orElseThrow();
    Graph rest = split.rest(last).graph();
    Set<String> read = rest.consumers().keySet();
    for (Node node : rest.nodes()) {
      Tensor index = rest.initializers().get(node.input(1));
      if (node.is("Gather") && index != null && index.size() == 1 && picksStep(node, last)) {
        return index.longs()[0] == 0 ? 0L : -1L;
      } else if (Trait.RECURRENT.of(node) && read.contains(node.output(1))) {
        return -1L;
      }
    }
    return null;
  }

  private boolean picksStep(Node gather, ExitPoint point) {
    Shapes.Observed of = shapes.get(gather.input(0));
    int axis = of == null ? 0 : Dims.axis(gather.intAttr("axis", 0), of.rank());
    return of != null && of.rank() > 2 && of.sameAxis(axis, point.shape(), point.order()[1]);
  }

  /** The function that makes the original's answer of logits; null for none. */
  private @Nullable Node link() {
    String output = model.graph().outputs().get(0).name();
    Map<String, Node> producers = model.graph().producers();
    Node last = producers.get(output);
    while (last != null && (last.is("Identity") || last.is("Cast"))) {
      last = producers.get(last.input(0));
    }
    boolean link =
        last != null && (last.is("Softmax") || last.is("Sigmoid") || last.is("LogSoftmax"));
    return link ? last : null;
  }
}
