package dev.espalier.dynamic;

import dev.espalier.adaptive.Chain;
import dev.espalier.adaptive.ChainStage;
import dev.espalier.adaptive.Mixing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A chain that may be taken, and the models that its stages' answers are those of.
 *
 * @param chain of stages that answer for themselves
 * @param variants one a stage
 * @param weights what each stage but the first takes in of the answer before ({@link Mixing});
 *     empty where all answer for themselves
 */
record StageLine(Chain chain, List<Variant> variants, List<Double> weights) {
  StageLine {
    variants = List.copyOf(variants);
    weights = List.copyOf(weights);
  }

  StageLine(Chain chain, List<Variant> variants) {
    this(chain, variants, List.of());
  }

  /** The same with answers that are mixed so. */
  StageLine mixed(List<Double> by) {
    return new StageLine(chain, variants, by);
  }

  /** The chain to be joined. */
  Chain joined() {
    return weights.isEmpty() ? chain : Mixing.of(chain, weights);
  }

  /** The same without the model at its end; empty where only one would be left. */
  Optional<StageLine> withoutLast() {
    int last = variants.size() - 1;
    return last < 2
        ? Optional.empty()
        : Optional.of(
            new StageLine(new Chain(chain.stages().subList(0, last)), variants.subList(0, last)));
  }

  /** Whether a row that never stops early is answered by the original. */
  boolean endsWithOriginal() {
    return variants.get(variants.size() - 1).isOriginal();
  }

  /** Whether the other is made of the same models. */
  boolean same(StageLine other) {
    return names().equals(other.names());
  }

  List<String> names() {
    return variants.stream().map(Variant::name).toList();
  }

  /** Every choice of these models that ends with the last, each a whole model a stage. */
  static List<StageLine> ofWholes(List<Variant> variants) {
    Chain all =
        Chain.of(variants.stream().map(v -> ChainStage.whole(v.name(), v.model())).toList());
    int last = variants.size() - 1;
    List<StageLine> lines = new ArrayList<>();
    for (List<Integer> cheaper : choices(last)) {
      List<Integer> places = new ArrayList<>(cheaper);
      places.add(last);
      lines.add(
          new StageLine(
              new Chain(places.stream().map(all::stage).toList()),
              places.stream().map(variants::get).toList()));
    }
    return lines;
  }

  /** Every choice of at least one of the first {@code n} numbers, each ascending. */
  static List<List<Integer>> choices(int n) {
    return IntStream.range(1, 1 << n)
        .mapToObj(c -> IntStream.range(0, n).filter(i -> (c >> i & 1) == 1).boxed().toList())
        .toList();
  }
}
