package dev.espalier.examples;

import dev.espalier.model.Node;
import dev.espalier.op.Axis;
import dev.espalier.op.OpRule;
import dev.espalier.op.Ties;
import dev.espalier.op.Trait;
import java.util.Arrays;
import java.util.Set;

/**
 * A rule for a standard operator that has none: SpaceToDepth, which folds blocks of b × b pixels of
 * [N, C, H, W] into channels, [N, b² C, H/b, W/b]. Channel c of the input lies at the channels c, C
 * + c, 2C + c … of the output. Without a rule the layers before it could not be cut.
 *
 * <p>To copy: {@link #couple} ties each position of an output's axes to the positions of the inputs
 * that it is made of, fixes axes that are no units (space), and bars, with a reason, what cannot be
 * cut. Where attributes or operands state sizes, {@link OpRule#cut} restates them; nothing does so
 * here. A wrong rule does no harm: the certificate of the cut fails. Named in {@code
 * META-INF/services/dev.espalier.op.OpRule}; {@link SpaceToDepthTorch} makes it trainable.
 */
public final class SpaceToDepthRule implements OpRule {
  /** The operator's name in ONNX. */
  static final String OPERATOR = "SpaceToDepth";

  private static final int CHANNELS = 1;
  private static final int RANK = 4;

  @Override
  public Set<String> operators() {
    return Set.of(OPERATOR);
  }

  /** Axis 1 of its output is channels, and space lies behind. */
  @Override
  public Set<Trait> traits(String op) {
    return Set.of(Trait.MAPS);
  }

  @Override
  public void couple(Node node, Ties ties) {
    String x = node.input(0);
    String y = node.output(0);
    ties.tie(new Axis(x, 0), new Axis(y, 0));
    int channels = ties.shape(x).a()[CHANNELS];
    int blocks = ties.shape(y).a()[CHANNELS] / channels;
    for (int block = 0; block < blocks; block++) {
      int[] places = new int[channels];
      int first = block * channels;
      Arrays.setAll(places, c -> first + c);
      ties.tie(new Axis(x, CHANNELS), new Axis(y, CHANNELS), places);
    }
    for (int space = CHANNELS + 1; space < RANK; space++) {
      ties.fix(new Axis(x, space));
      ties.fix(new Axis(y, space));
    }
  }
}
