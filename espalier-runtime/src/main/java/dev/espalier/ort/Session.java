package dev.espalier.ort;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.espalier.files.DataException;
import dev.espalier.model.DType;
import dev.espalier.model.Ending;
import dev.espalier.model.Model;
import dev.espalier.model.ModelFormatException;
import dev.espalier.model.Tensor;
import dev.espalier.onnx.OnnxWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Collectors;

/**
 * A model loaded into ONNX Runtime. Thread-safe; close it, which waits for runs in other threads.
 *
 * <p>Inputs are float32, double, float16, bfloat16, int8 to int64, uint8 or bool tensors; those
 * outside the heap are shared with the runtime, not copied. Outputs may also be uint16 to uint64,
 * and are copied once.
 */
public final class Session implements AutoCloseable {
  private final String model;
  private final OrtSession session;
  private final Aliases aliases;
  private final Map<String, NodeInfo> inputs;
  private final Map<String, NodeInfo> outputs;
  private final ReadWriteLock use = new ReentrantReadWriteLock();
  private boolean closed;

  private Session(String model, OrtSession session, Aliases aliases) throws OrtException {
    this.model = model;
    this.session = session;
    this.aliases = aliases;
    this.inputs = own(session.getInputInfo());
    this.outputs = own(session.getOutputInfo());
  }

  private Map<String, NodeInfo> own(Map<String, NodeInfo> infos) {
    Map<String, NodeInfo> own = new LinkedHashMap<>();
    infos.forEach((name, info) -> own.put(aliases.own(name), info));
    return own;
  }

  /**
   * Loads {@code model} without its ending; {@link ModelFormatException} with the runtime's words
   * and a remedy where it is refused; {@link CancellationException} where the thread was
   * interrupted.
   */
  public static Session open(Model model, SessionOptions options) {
    String name = Refusal.name(model);
    stopWhereInterrupted(name);
    Aliases aliases = Aliases.of(model.graph());
    byte[] file = OnnxWriter.bytesToRun(aliases.on(model.with(Ending.NONE)));
    OrtEnvironment runtime =
        environment(); // first: every other class loads the libraries by itself
    try (OrtSession.SessionOptions settings = settings(options)) {
      settings.addConfigEntry("optimization.disable_specified_optimizers", UnsafeFusions.of(model));
      return new Session(name, runtime.createSession(file, settings), aliases);
    } catch (OrtException e) {
      stopWhereInterrupted(name);
      throw Refusal.toLoad(model, e);
    }
  }

  /** Version of the native runtime. */
  public static String runtimeVersion() {
    return environment().getVersion();
  }

  /**
   * All outputs for these inputs, but for texts and what is no tensor; inputs that the model does
   * not have are ignored.
   */
  public Map<String, Tensor> run(Map<String, Tensor> inputs) {
    return run(inputs, tensorOutputs());
  }

  /**
   * Chosen outputs, in the order asked for; none runs the model all the same. {@link DataException}
   * where an input does not fit the model; {@link CancellationException} where the thread was
   * interrupted before.
   */
  public Map<String, Tensor> run(Map<String, Tensor> inputs, Collection<String> outputNames) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    Lock reading = reading();
    try (Feed feed = feed(inputs);
        OrtSession.Result result =
            execute(
                feed, outputNames.isEmpty() ? outputNames() : new LinkedHashSet<>(outputNames))) {
      for (Map.Entry<String, OnnxValue> entry : result) {
        String name = aliases.own(entry.getKey());
        if (!outputNames.contains(name)) {
          continue;
        }
        if (!(entry.getValue() instanceof OnnxTensor tensor)) {
          throw new ModelFormatException(
              "output '"
                  + name
                  + "' of the model '"
                  + model
                  + "' is no tensor but "
                  + entry.getValue().getType()
                  + "; ask for other outputs");
        }
        tensors.put(name, OrtValues.copy(tensor));
      }
    } finally {
      reading.unlock();
    }
    return tensors;
  }

  /** Inputs that must be fed. */
  public Set<String> inputNames() {
    return inputs.keySet();
  }

  public Set<String> outputNames() {
    return outputs.keySet();
  }

  /** Names of the outputs that are tensors of numbers. */
  Set<String> tensorOutputs() {
    Set<String> names = new LinkedHashSet<>();
    outputs.forEach(
        (name, info) -> {
          if (info.getInfo() instanceof TensorInfo tensor
              && OrtValues.type(tensor) != DType.STRING) {
            names.add(name);
          }
        });
    return names;
  }

  /** Outputs with what is known of them before they are computed; those that are no tensors not. */
  List<Stated> statedOutputs() {
    List<Stated> stated = new ArrayList<>();
    outputs.forEach(
        (name, info) -> {
          if (info.getInfo() instanceof TensorInfo tensor) {
            stated.add(new Stated(name, OrtValues.type(tensor), tensor.getShape()));
          }
        });
    return stated;
  }

  /** Inputs handed to the runtime, to be run any number of times. */
  public Feed feed(Map<String, Tensor> given) {
    Map<String, OnnxTensor> wrapped = new LinkedHashMap<>();
    Feed feed = new Feed(wrapped);
    try {
      for (Map.Entry<String, NodeInfo> input : inputs.entrySet()) {
        String name = input.getKey();
        wrapped.put(
            aliases.input(name),
            OrtValues.wrap(environment(), fitting(name, input.getValue(), given)));
      }
      return feed;
    } catch (OrtException e) {
      feed.close();
      throw Refusal.toRun(model, e);
    } catch (DataException e) {
      feed.close();
      throw e;
    }
  }

  /** Nanoseconds of one run that writes all outputs; none of them is read. */
  public long nanos(Feed feed) {
    Set<String> names = outputNames();
    long begin = System.nanoTime();
    OrtSession.Result result = execute(feed, names);
    long end = System.nanoTime();
    result.close();
    return end - begin;
  }

  /**
   * The result names values as the runtime does ({@link #own(String)}); it is read and closed
   * before the session is.
   */
  OrtSession.Result execute(Feed feed, Set<String> names) {
    stopWhereInterrupted(model);
    Lock reading = reading();
    try (TimeLimit limit = TimeLimit.start()) {
      return ran(feed, names, limit);
    } catch (OrtException e) {
      stopWhereInterrupted(model);
      throw Refusal.toRun(model, e);
    } finally {
      reading.unlock();
    }
  }

  /** What the model calls a value of a result. */
  String own(String name) {
    return aliases.own(name);
  }

  private OrtSession.Result ran(Feed feed, Set<String> names, TimeLimit limit) throws OrtException {
    Set<String> wanted =
        names.stream().map(aliases::output).collect(Collectors.toCollection(LinkedHashSet::new));
    try {
      return session.run(feed.tensors, wanted, limit.options());
    } catch (OrtException e) {
      if (limit.passed()) {
        throw Refusal.endless(model, e);
      }
      throw e;
    }
  }

  /**
   * Held while native memory is read: a session that is closed under a run takes the JVM with it.
   */
  private Lock reading() {
    Lock lock = use.readLock();
    lock.lock();
    if (closed) {
      lock.unlock();
      throw new IllegalStateException("the session of the model '" + model + "' is closed");
    }
    return lock;
  }

  /** Ends profiling and names the file that it wrote. */
  public Path endProfiling() {
    try {
      return Path.of(session.endProfiling());
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime wrote no profile: " + e.getMessage(), e);
    }
  }

  /**
   * Nothing is begun once the thread is interrupted: while the process is taken down ONNX Runtime
   * crashes where it still computes, and refuses what comes after.
   */
  private static void stopWhereInterrupted(String model) {
    if (Thread.currentThread().isInterrupted()) {
      throw new CancellationException("interrupted while the model '" + model + "' was in use");
    }
  }

  private Tensor fitting(String name, NodeInfo input, Map<String, Tensor> given) {
    Tensor tensor = given.get(name);
    String place = "input '" + name + "' of the model '" + model + "' ";
    if (tensor == null) {
      throw new DataException(
          place + "is not among the data's inputs " + given.keySet() + "; name it there");
    }
    if (!(input.getInfo() instanceof TensorInfo info)) {
      throw new ModelFormatException(place + "is no tensor; such models cannot be run here");
    }
    if (OrtValues.type(info) != tensor.type() || !OrtValues.feedable(tensor.type())) {
      throw new DataException(
          place
              + "is "
              + OrtValues.type(info)
              + ", the data gives "
              + tensor.type()
              + "; change the data's type");
    }
    if (!fits(info.getShape(), tensor.dims())) {
      throw new DataException(
          place
              + "has shape "
              + Arrays.toString(info.getShape())
              + " (-1 is free), the data gives "
              + Arrays.toString(tensor.dims())
              + "; change the data's layout or size");
    }
    return tensor;
  }

  private static boolean fits(long[] wanted, int[] dims) {
    if (wanted.length == 0) {
      return true; // a scalar, or no shape stated
    }
    boolean fits = wanted.length == dims.length;
    for (int i = 0; fits && i < dims.length; i++) {
      fits = wanted[i] < 0 || wanted[i] == dims[i];
    }
    return fits;
  }

  private static OrtSession.SessionOptions settings(SessionOptions options) throws OrtException {
    OrtSession.SessionOptions settings = new OrtSession.SessionOptions();
    settings.setIntraOpNumThreads(options.threads());
    settings.setInterOpNumThreads(1);
    settings.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
    settings.setOptimizationLevel(
        options.optimise()
            ? OrtSession.SessionOptions.OptLevel.ALL_OPT
            : OrtSession.SessionOptions.OptLevel.NO_OPT);
    if (!options.optimise()) {
      // such sessions give out inner values; memory kept for reuse would only grow with them
      settings.setCPUArenaAllocator(false);
      settings.setMemoryPatternOptimization(false);
    }
    settings.addConfigEntry("session.intra_op.allow_spinning", "0");
    settings.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
    Path profile = options.profile();
    if (profile != null) {
      settings.enableProfiling(profile.toString());
    }
    return settings;
  }

  private static OrtEnvironment environment() {
    return NativeRuntime.environment();
  }

  @Override
  public void close() {
    use.writeLock().lock();
    try {
      closed = true;
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException(
          "ONNX Runtime does not close a session: " + e.getMessage(), e);
    } finally {
      use.writeLock().unlock();
    }
  }

  /**
   * What the runtime infers of an output.
   *
   * @param dims sizes of the axes, -1 where not known; empty also where not even their number is
   */
  record Stated(String name, DType type, long[] dims) {}

  /** Inputs in the runtime's form; close it. */
  public static final class Feed implements AutoCloseable {
    private final Map<String, OnnxTensor> tensors;

    private Feed(Map<String, OnnxTensor> tensors) {
      this.tensors = tensors;
    }

    @Override
    public void close() {
      tensors.values().forEach(OnnxTensor::close);
    }
  }
}
