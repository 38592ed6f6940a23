package dev.espalier.dynamic;

import dev.espalier.family.TokenDrop;
import dev.espalier.model.Model;
import dev.espalier.prepare.Prepared;
import dev.espalier.record.CertificateRecord;
import dev.espalier.run.RunJournal;
import dev.espalier.tune.Tuner;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Models that go on with some of their tokens, one for each share that the recipe names. */
record TokenMaker(Apprentice apprentice, RunJournal journal) {
  List<Variant> make(Prepared prepared, List<Double> shares) {
    if (shares.isEmpty()) {
      return List.of();
    }
    TokenDrop drop = new TokenDrop(prepared.original(), prepared.coupling());
    String reason =
        apprentice.possible()
            ? drop.reason()
            : "what goes on with fewer needs a train split to learn from";
    if (!reason.isEmpty()) {
      journal.warn("no tokens are dropped: " + reason);
      return List.of();
    }
    CertificateRecord proof =
        apprentice.same(
            prepared.original(),
            drop.keeping(1),
            "with all tokens kept it is the original",
            "with all tokens kept it differs from the original");
    if (!proof.certified()) {
      journal.warn("no tokens are dropped: " + proof.message());
      return List.of();
    }
    List<Variant> variants = new ArrayList<>();
    for (double share : shares.stream().distinct().sorted().toList()) {
      String name = String.format(Locale.ROOT, "tokens-%.3f", share);
      Model trained =
          apprentice
              .folder()
              .kept(
                  name,
                  () ->
                      apprentice.trained(
                          prepared.original(), drop.keeping(share), Tuner.Focus.WHOLE));
      variants.add(new Variant(name, "tokens", trained, List.of(), proof, null));
    }
    return variants;
  }
}
