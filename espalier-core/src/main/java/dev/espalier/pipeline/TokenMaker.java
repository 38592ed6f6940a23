package dev.espalier.pipeline;

import dev.espalier.data.Rows;
import dev.espalier.family.TokenDrop;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.onnx.OnnxReader;
import dev.espalier.onnx.OnnxWriter;
import dev.espalier.ort.Closeness;
import dev.espalier.ort.Session;
import dev.espalier.ort.SessionOptions;
import dev.espalier.recipe.Recipe;
import dev.espalier.record.CertificateRecord;
import dev.espalier.tune.Tuner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Models that go on with some of their tokens, one for each share that the recipe names. */
final class TokenMaker {
  private static final int RECORDS = 64;

  private final Tools tools;
  private final Recipe recipe;
  private final UnseenParts parts;
  private final RunFolder folder;
  private final RunJournal journal;

  TokenMaker(Tools tools, Recipe recipe, UnseenParts parts, RunFolder folder, RunJournal journal) {
    this.tools = tools;
    this.recipe = recipe;
    this.parts = parts;
    this.folder = folder;
    this.journal = journal;
  }

  List<Variant> make(Prepared prepared, List<Double> shares) {
    if (shares.isEmpty()) {
      return List.of();
    }
    TokenDrop drop = new TokenDrop(prepared.original(), prepared.coupling());
    String reason =
        Apprentice.possible(tools, parts)
            ? drop.reason()
            : "what goes on with fewer needs a train split to learn from";
    if (!reason.isEmpty()) {
      journal.warn("no tokens are dropped: " + reason);
      return List.of();
    }
    CertificateRecord proof = proof(prepared.original(), drop);
    if (!proof.certified()) {
      journal.warn("no tokens are dropped: " + proof.message());
      return List.of();
    }
    List<Variant> variants = new ArrayList<>();
    for (double share : shares.stream().distinct().sorted().toList()) {
      String name = String.format(Locale.ROOT, "tokens-%.3f", share);
      Path kept = folder.work(name + ".onnx");
      if (!Files.exists(kept)) {
        Model trained =
            new Apprentice(tools, recipe, parts)
                .trained(prepared.original(), drop.keeping(share), Tuner.Focus.WHOLE);
        OnnxWriter.write(trained, kept);
      }
      variants.add(new Variant(name, "tokens", OnnxReader.read(kept), null, proof, null));
    }
    return variants;
  }

  /** That the model which keeps all tokens, picked one by one, is the original. */
  private CertificateRecord proof(Model original, TokenDrop drop) {
    int records = Math.min(RECORDS, parts.choice().size());
    Map<String, Tensor> inputs = parts.choice().batch(Rows.all(records).numbers()).inputs();
    try (Session wanted = Session.open(original, SessionOptions.threads(1));
        Session given = Session.open(drop.keeping(1), SessionOptions.threads(1))) {
      Closeness closeness =
          Closeness.of(wanted.run(inputs), given.run(inputs), Certificate.RTOL, Certificate.ATOL);
      return new CertificateRecord(
          closeness.within(),
          closeness.maxAbs(),
          closeness.maxRel(),
          Certificate.RTOL,
          Certificate.ATOL,
          closeness.within()
              ? "with all tokens kept it is the original"
              : "with all tokens kept it differs from the original: " + closeness.worst());
    }
  }
}
