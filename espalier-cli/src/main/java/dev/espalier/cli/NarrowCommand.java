package dev.espalier.cli;

import dev.espalier.data.DataSource;
import dev.espalier.data.Dataset;
import dev.espalier.data.Splits;
import dev.espalier.data.TokenInputs;
import dev.espalier.data.Vocabulary;
import dev.espalier.files.DataException;
import dev.espalier.model.ConstantNodes;
import dev.espalier.model.FreeBatch;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.onnx.OnnxWriter;
import dev.espalier.prepare.FewerTokens;
import dev.espalier.prepare.Narrow;
import dev.espalier.task.TaskKinds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code espalier narrow}: cuts a classifier's output down to the classes of a domain, or a model
 * of texts to the tokens that its texts use.
 */
@Command(
    name = "narrow",
    description =
        "Cuts a model down to what DATA needs of it: a classifier's output to the classes of DATA's domain, which"
            + " must say outputs: narrow; with --vocabulary, the embeddings to the tokens that DATA's texts use.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  espalier narrow model.onnx --data three.yaml --out three.onnx",
      "  espalier prune three.onnx --data three.yaml --max-drop 0.01 --out run",
      "  espalier narrow encoder.onnx --data texts.yaml --vocabulary few.json --common 10000 --out few.onnx",
      "",
      "three.yaml holds, for example, domain: {classes: [cat, dog, horse], outputs: narrow}.",
      "few.json is the tokenizer that goes with few.onnx: name it in DATA (tokenizer: few.json)."
    })
final class NarrowCommand implements Callable<Integer> {
  private static final int PROVED_ON = 16;

  /** Tables may have some rows more than there are tokens, to be a multiple of something. */
  private static final int PADDED = 1024;

  private static final int READ_AT_ONCE = 512;

  @Parameters(paramLabel = "MODEL", description = "An ONNX file.")
  private Path model = Path.of("");

  @Option(
      names = "--data",
      paramLabel = "DATA",
      required = true,
      description = "A YAML file whose domain names the classes, or data of texts.")
  private Path data = Path.of("");

  @Option(
      names = "--vocabulary",
      paramLabel = "FILE",
      description =
          "Keeps the tokens that DATA's texts use (those of train, if there is such a split), and what makes"
              + " any other text; the tokenizer with these tokens is written to FILE, which does not exist yet.")
  private @Nullable Path vocabulary;

  @Option(
      names = "--common",
      paramLabel = "N",
      description =
          "With --vocabulary: keeps the first N tokens too, used or not; tokenizers put what is common first."
              + " Texts that are not in DATA are torn less then.")
  private int common;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      required = true,
      description = "The narrow model, a file that does not exist yet.")
  private Path out = Path.of("");

  @Mixin private StatedOptions inputs = new StatedOptions();

  private final Console console;

  NarrowCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Model whole = inputs.open(model);
    Splits splits = DataSource.open(data, whole);
    fresh(out);
    if (vocabulary == null) {
      classes(whole, splits);
    } else {
      fresh(vocabulary);
      tokens(whole, splits, vocabulary);
    }
    return ExitCode.DONE;
  }

  private static void fresh(Path file) {
    if (Files.exists(file)) {
      throw new DataException(file + " exists; name a file that does not exist yet");
    }
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null && !Files.isDirectory(folder)) {
      throw new DataException(folder + " is no folder; make it, or name a file elsewhere");
    }
  }

  private void classes(Model whole, Splits splits) {
    if (splits.narrowed().isEmpty()) {
      throw new DataException(
          data
              + " has no `outputs: narrow`; write `domain: {classes: […], outputs: narrow}`, or ask"
              + " for --vocabulary");
    }
    Narrow narrow = Narrow.of(whole, splits.task().outputs(whole).get(0), splits.narrowed());
    OnnxWriter.write(narrow.model(), out);
    say("the outputs kept are those of the original", narrow.closeness().maxAbs());
    sizes(whole, narrow.model());
  }

  private void tokens(Model whole, Splits splits, Path tokenizer) {
    if (tokenizer.toAbsolutePath().normalize().equals(out.toAbsolutePath().normalize())) {
      throw new DataException(out + " cannot be model and tokenizer; name two files");
    }
    if (common < 0) {
      throw new DataException("--common " + common + " is below 0; it is a number of tokens");
    }
    TokenInputs texts = TokenInputs.of(whole);
    Vocabulary all = Vocabulary.of(data);
    Dataset corpus = corpus(splits);
    Map<Integer, Long> used = texts.counts(corpus);
    Set<Integer> asked = new TreeSet<>(used.keySet());
    asked.addAll(all.first(common));
    int[] kept = all.kept(asked);
    if (kept.length == all.size()) {
      throw new DataException(
          "all "
              + Show.count(kept.length)
              + " tokens stay, so nothing can be cut: DATA's texts and --common use them all");
    }
    FewerTokens fewer =
        FewerTokens.of(whole, texts.ids(), scored(whole, splits), kept, proof(whole, corpus));
    fits(fewer, whole, all);
    all.write(kept, tokenizer);
    try {
      sameTexts(fewer.model(), tokenizer, texts, kept, corpus);
      OnnxWriter.write(fewer.model(), out);
    } finally {
      if (!Files.exists(out)) {
        remove(tokenizer);
      }
    }
    say("texts of the kept tokens are answered as by the original", fewer.closeness().maxAbs());
    String others = all.pieces() ? "make up any other text" : "are common ones and marks";
    print(
        "%s of %s tokens kept: %s are used by %s texts, %s %s%n",
        Show.count(kept.length),
        Show.count(all.size()),
        Show.count(used.size()),
        Show.count(corpus.size()),
        Show.count((long) kept.length - used.size()),
        others);
    Dataset test = splits.test();
    if (test != null && test != corpus) {
      String gone = all.pieces() ? "made of smaller ones" : "unknown";
      double share = lost(texts.counts(test), kept);
      print("of the test texts' tokens %.2f %% are %s now", 100 * share, gone);
      print("; what that costs says espalier evaluate, with tokenizer: %s in DATA%n", tokenizer);
    }
    print("tokenizer %s%n", tokenizer);
    sizes(whole, fewer.model());
  }

  /** A table of far more rows than there are tokens belongs to another tokenizer. */
  private void fits(FewerTokens fewer, Model whole, Vocabulary all) {
    Map<String, Tensor> tables = ConstantNodes.toInitializers(whole).graph().initializers();
    for (String name : fewer.tables()) {
      int rows = Objects.requireNonNull(tables.get(name)).dims()[0];
      if (rows > all.size() + PADDED) {
        throw new DataException(
            "the model's table "
                + name
                + " has "
                + Show.count(rows)
                + " rows, and the tokenizer of "
                + data
                + " "
                + Show.count(all.size())
                + " tokens: name the model's own tokenizer.json with `tokenizer:`");
      }
    }
  }

  private static double lost(Map<Integer, Long> counts, int[] kept) {
    double all = 0;
    double lost = 0;
    for (Map.Entry<Integer, Long> token : counts.entrySet()) {
      all += token.getValue();
      lost += Arrays.binarySearch(kept, token.getKey()) < 0 ? token.getValue() : 0;
    }
    return lost / all;
  }

  /** Inputs of a few texts, as many as the model takes at once. */
  private static Map<String, Tensor> proof(Model whole, Dataset corpus) {
    int fixed = FreeBatch.fixedBatch(whole);
    int rows = fixed > 0 ? fixed : Math.min(PROVED_ON, corpus.size());
    return corpus.batch(IntStream.range(0, rows).map(i -> i % corpus.size()).toArray()).inputs();
  }

  /** The written tokenizer gives each text of the corpus the same tokens by their new numbers. */
  private void sameTexts(
      Model fewer, Path tokenizer, TokenInputs texts, int[] kept, Dataset corpus) {
    Dataset now = corpus(DataSource.open(data, fewer, tokenizer));
    for (int from = 0; from < corpus.size(); from += READ_AT_ONCE) {
      int[] rows = IntStream.range(from, Math.min(corpus.size(), from + READ_AT_ONCE)).toArray();
      Map<String, Tensor> before = corpus.batch(rows).inputs();
      Map<String, Tensor> after = now.batch(rows).inputs();
      for (String name : texts.ids()) {
        long[] numbers = Objects.requireNonNull(before.get(name)).longs();
        long[] renumbered = Objects.requireNonNull(after.get(name)).longs();
        for (int i = 0; i < numbers.length; i++) {
          if (renumbered[i] < 0
              || renumbered[i] >= kept.length
              || kept[(int) renumbered[i]] != numbers[i]) {
            throw new DataException(
                "with fewer tokens the tokenizer reads text "
                    + (from + i * rows.length / numbers.length)
                    + " of the corpus otherwise; its model is of a kind whose tokens cannot be chosen");
          }
        }
      }
    }
  }

  private static void remove(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void print(String format, Object... values) {
    console.out().printf(Locale.ROOT, format, values);
  }

  /** Outputs with a score for each token. */
  private static List<String> scored(Model whole, Splits splits) {
    boolean next = splits.task().kind().name().equals(TaskKinds.NEXT_TOKEN.name());
    return next ? splits.task().outputs(whole) : List.of();
  }

  private static Dataset corpus(Splits splits) {
    Dataset train = splits.train();
    Dataset validation = splits.validation();
    Dataset test = splits.test();
    Dataset corpus = train != null ? train : validation != null ? validation : test;
    if (corpus == null) {
      throw new DataException(splits.source() + " has no texts to see which tokens they use");
    }
    return corpus;
  }

  private void say(String what, double error) {
    print("certified: %s (largest error %.2e)%n", what, error);
  }

  private void sizes(Model whole, Model narrow) {
    print(
        "model %s: %s parameters of %s%n",
        out,
        Show.count(narrow.parameters()),
        Show.count(ConstantNodes.toInitializers(whole).parameters()));
  }
}
