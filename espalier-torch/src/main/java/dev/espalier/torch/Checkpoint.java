package dev.espalier.torch;

import dev.espalier.files.Json;
import dev.espalier.files.Reason;
import dev.espalier.files.Sha256;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.torch.op.Tensors;
import dev.espalier.tune.Tuner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.InputArchive;
import org.bytedeco.pytorch.OutputArchive;
import org.jspecify.annotations.Nullable;

/**
 * The state of a training after one of its epochs, in a file of libtorch's: weights, the
 * optimiser's own state, and the weights that are the best so far. An equal training that finds it
 * goes on from there. At most a twentieth of the time goes into writing, so that short epochs are
 * not all kept.
 */
final class Checkpoint {
  private static final int SPARING = 20;
  private static final String ABOUT = "about";
  private static final String OPTIMIZER = "optimizer";

  private final Path file;
  private final String training;
  private long written = System.nanoTime();
  private long took;

  /**
   * @param model as the training starts with it
   */
  Checkpoint(Path file, Tuner.Request request, Model model) {
    this.file = file;
    this.training = key(request, model);
  }

  /** The epoch that is kept by some examples, and its weights. */
  record Best(double metric, int epoch, Map<String, Tensor> weights) {}

  /**
   * Where a training is.
   *
   * @param weights after the last of the epochs
   * @param epochs so far
   * @param bests by all of validation, then without each fold
   * @param attempt that is going on
   * @param begun epochs before that attempt
   * @param notes on those before
   */
  record State(
      Map<String, Tensor> weights,
      List<Tuner.Epoch> epochs,
      List<Best> bests,
      TrainingAttempt attempt,
      int begun,
      List<String> notes) {}

  /**
   * All but numbers.
   *
   * @param training what it is a state of
   * @param names of the weights, in the order in which they are kept
   */
  private record About(
      String training,
      List<String> names,
      List<Tuner.Epoch> epochs,
      List<Kept> bests,
      TrainingAttempt attempt,
      int begun,
      List<String> notes) {}

  /** {@link Best} by its epoch, under whose number its weights are. */
  private record Kept(double metric, int epoch) {}

  /** Whether there was enough time since the last writing to write again. */
  boolean due() {
    return System.nanoTime() - written >= SPARING * took;
  }

  void keep(State state, Descent descent) {
    long now = System.nanoTime();
    try (PointerScope scope = new PointerScope()) {
      write(state, descent);
    }
    written = System.nanoTime();
    took = written - now;
  }

  private void write(State state, Descent descent) {
    List<String> names = List.copyOf(state.weights.keySet());
    OutputArchive archive = new OutputArchive();
    About about =
        new About(
            training,
            names,
            state.epochs,
            state.bests.stream().map(b -> new Kept(b.metric, b.epoch)).toList(),
            state.attempt,
            state.begun,
            state.notes);
    archive.write(ABOUT, new IValue(Json.text(about)));
    Map<Integer, Map<String, Tensor>> byEpoch = new TreeMap<>();
    state.bests.forEach(b -> byEpoch.put(b.epoch, b.weights));
    byEpoch.put(state.epochs.size(), state.weights);
    byEpoch.forEach(
        (epoch, weights) -> archive.write(epoch(epoch), archive(archive, names, weights)));
    OutputArchive optimizer = new OutputArchive(archive.compilation_unit());
    descent.save(optimizer);
    archive.write(OPTIMIZER, optimizer);
    Path beside = file.resolveSibling("." + file.getFileName() + ".part");
    try {
      archive.save_to(beside.toString());
      Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file + ": " + Reason.of(e), e);
    }
  }

  private static OutputArchive archive(
      OutputArchive whole, List<String> names, Map<String, Tensor> weights) {
    OutputArchive archive = new OutputArchive(whole.compilation_unit());
    for (int i = 0; i < names.size(); i++) {
      archive.write(
          String.valueOf(i), Tensors.copyOf(Objects.requireNonNull(weights.get(names.get(i)))));
    }
    return archive;
  }

  private static String epoch(int number) {
    return "epoch-" + number;
  }

  /** The state that an equal training left; null where there is none, or it cannot be read. */
  @Nullable State read() {
    if (!Files.exists(file)) {
      return null;
    }
    try (PointerScope scope = new PointerScope()) {
      InputArchive archive = new InputArchive();
      archive.load_from(file.toString());
      IValue text = new IValue();
      archive.read(ABOUT, text);
      About about = Json.of(text.toStringRef().getString(), About.class);
      return about.training.equals(training) ? state(archive, about) : null;
    } catch (RuntimeException e) {
      // libtorch throws nothing narrower for a file that is cut off or no archive
      return null;
    }
  }

  private static State state(InputArchive archive, About about) {
    int last = about.epochs.size();
    Map<String, Tensor> newest = weights(archive, last, about.names);
    Map<Integer, Map<String, Tensor>> byEpoch = new TreeMap<>(Map.of(last, newest));
    List<Best> bests = new ArrayList<>();
    for (Kept best : about.bests) {
      bests.add(
          new Best(
              best.metric,
              best.epoch,
              byEpoch.computeIfAbsent(best.epoch, e -> weights(archive, e, about.names))));
    }
    return new State(newest, about.epochs, bests, about.attempt, about.begun, about.notes);
  }

  private static Map<String, Tensor> weights(InputArchive archive, int epoch, List<String> names) {
    InputArchive own = new InputArchive();
    archive.read(epoch(epoch), own);
    Map<String, Tensor> weights = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      org.bytedeco.pytorch.Tensor tensor = new org.bytedeco.pytorch.Tensor();
      own.read(String.valueOf(i), tensor);
      weights.put(names.get(i), Tensors.toModel(tensor));
    }
    return weights;
  }

  /** Puts the optimiser where the state that was {@link #read} left it. */
  void restore(Descent descent) {
    try (PointerScope scope = new PointerScope()) {
      InputArchive archive = new InputArchive();
      archive.load_from(file.toString());
      InputArchive own = new InputArchive();
      archive.read(OPTIMIZER, own);
      descent.load(own);
    }
  }

  /** Equal for trainings that go the same way from the same weights. */
  private static String key(Tuner.Request request, Model model) {
    MessageDigest digest = Sha256.digest();
    model
        .graph()
        .initializers()
        .forEach(
            (name, tensor) -> {
              digest.update(text(name, tensor.type(), Arrays.toString(tensor.dims())));
              digest.update(tensor.data());
            });
    request
        .masks()
        .forEach(
            (name, mask) -> {
              digest.update(text(name));
              digest.update(mask.data());
            });
    Tuner.Focus focus = request.focus();
    digest.update(
        text(
            request.regime().settings(),
            request.regime().epochs(),
            request.regime().seed(),
            request.material().train().size(),
            request.task(),
            new TreeSet<>(focus.frozen()),
            focus.teacher(),
            focus.penalty(),
            request.material().folds(),
            request.teacher() != null));
    return HexFormat.of().formatHex(digest.digest());
  }

  private static byte[] text(@Nullable Object... parts) {
    return Arrays.toString(parts).getBytes(StandardCharsets.UTF_8);
  }
}
