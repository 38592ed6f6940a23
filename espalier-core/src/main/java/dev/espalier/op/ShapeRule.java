package dev.espalier.op;

import dev.espalier.model.Node;
import java.util.Set;

/**
 * Shape and Size. Sizes that are computed from constants alone were folded before; what is left
 * carries sizes that vary with the data. Whether a cut size escapes through it is checked for the
 * whole graph by the coupling, not here.
 */
final class ShapeRule implements OpRule {
  @Override
  public Set<String> operators() {
    return Set.of("Shape", "Size");
  }

  @Override
  public void couple(Node node, Ties ties) {}
}
