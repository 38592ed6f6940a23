package dev.espalier.adaptive;

import dev.espalier.model.Model;
import java.util.List;

/**
 * One stage of a chain.
 *
 * @param name of the stage
 * @param model reads some of the original's inputs and what the stage before carries, all by the
 *     same names; writes the original's outputs (same names, same order, first) and then {@code
 *     carried}; everything has the records along axis 0
 * @param carried values for the next stage
 */
public record Stage(String name, Model model, List<String> carried) {
  public Stage {
    carried = List.copyOf(carried);
  }
}
