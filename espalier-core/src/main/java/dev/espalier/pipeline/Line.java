package dev.espalier.pipeline;

import dev.espalier.adaptive.Chain;
import dev.espalier.adaptive.Stage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A chain that may be taken, and the models that its stages' answers are those of.
 *
 * @param chain to be joined
 * @param variants one a stage
 */
record Line(Chain chain, List<Variant> variants) {
  Line {
    variants = List.copyOf(variants);
  }

  List<String> names() {
    return variants.stream().map(Variant::name).toList();
  }

  /** Every choice of these models that ends with the last, each a whole model a stage. */
  static List<Line> ofWholes(List<Variant> variants) {
    Chain all = Chain.of(variants.stream().map(v -> Stage.whole(v.name(), v.model())).toList());
    List<Line> lines = new ArrayList<>();
    int last = variants.size() - 1;
    for (int chosen = 1; chosen < 1 << last; chosen++) {
      int taken = chosen | 1 << last;
      int[] places = IntStream.rangeClosed(0, last).filter(i -> (taken >> i & 1) == 1).toArray();
      lines.add(
          new Line(
              new Chain(Arrays.stream(places).mapToObj(all::stage).toList()),
              Arrays.stream(places).mapToObj(variants::get).toList()));
    }
    return lines;
  }
}
