package dev.espalier.task;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * At which place each query finds its document among all documents of the same records, by the
 * cosine of their embeddings; ties count against the model. Documents of the same content are one.
 * O(pairs² columns).
 */
final class Retrieval {
  private final Predictions said;
  private final double[] documents;
  private final int[] candidates;

  /** Of pairs, each a query and its document, with the document's number as the label of both. */
  Retrieval(Predictions said) {
    this.said = said;
    this.documents = said.targets();
    Set<Double> seen = new HashSet<>();
    this.candidates =
        IntStream.range(0, said.records() / 2)
            .map(p -> 2 * p + 1)
            .filter(r -> seen.add(documents[r]))
            .toArray();
  }

  /** Ranks from 1, one a pair. */
  int[] ranks() {
    return IntStream.range(0, said.records() / 2).parallel().map(p -> rank(2 * p)).toArray();
  }

  private int rank(int query) {
    double own = Cosines.of(said, query, said, query + 1);
    int rank = 1;
    for (int document : candidates) {
      // written so that NaN never wins
      rank +=
          documents[document] != documents[query]
                  && !(Cosines.of(said, query, said, document) < own)
              ? 1
              : 0;
    }
    return rank;
  }
}
