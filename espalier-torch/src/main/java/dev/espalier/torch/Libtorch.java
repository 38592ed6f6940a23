package dev.espalier.torch;

import dev.espalier.files.DataException;
import dev.espalier.files.HostProperties;
import dev.espalier.files.Reason;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.openblas.presets.openblas_nolapack;
import org.bytedeco.pytorch.GradMode;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** The native library: its settings, and the ownership of its tensors. */
final class Libtorch {
  /**
   * No limits: they make every new pointer read the process's memory use, and call the collector
   * when it is high; scopes free memory here, not the collector. JavaCPP knows no other way to be
   * told, and reads them once, when its first pointer is loaded.
   */
  private static final Map<String, String> LIMITS =
      Map.of("org.bytedeco.javacpp.maxBytes", "0", "org.bytedeco.javacpp.maxPhysicalBytes", "0");

  static {
    HostProperties.during(LIMITS, Libtorch::load);
  }

  private Libtorch() {}

  /** Does nothing but load the library, which the class does. */
  static void require() {}

  /**
   * Unpacks the library on first use, one process at a time: a process that maps a file which
   * another is still writing dies. Returns its path.
   */
  private static String load() {
    try (FileChannel channel =
            FileChannel.open(
                Loader.getCacheDir().toPath().resolve(".espalier.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      String path = Loader.load(torch.class);
      oneThreadForProducts();
      return path;
    } catch (IOException e) {
      throw new DataException(
          "libtorch cannot be unpacked ("
              + Reason.of(e)
              + "); free some space there, or name another folder with"
              + " ESPALIER_JAVA_OPTS=-Dorg.bytedeco.javacpp.cachedir=DIR",
          e);
    }
  }

  /**
   * Matrix products are computed by the thread that asks for them. OpenBLAS keeps threads of its
   * own, which wait for work by spinning, as those of libtorch do: together they are more than the
   * cores, and small products, as in recurrent layers and transformers, take many times as long.
   */
  private static void oneThreadForProducts() {
    openblas_nolapack.blas_set_num_threads(1);
  }

  /**
   * Sets the number of threads for the calling thread's work and the seed of libtorch's own random
   * numbers.
   */
  static void start(int threads, long seed) {
    torch.set_num_threads(threads(threads));
    seed(seed);
  }

  /** Begins libtorch's own random numbers anew. */
  static void seed(long seed) {
    torch.manual_seed(seed);
  }

  /** {@code stated} threads; for 0 as many as {@link Threads} finds fastest. */
  static int threads(int stated) {
    return stated > 0 ? stated : Threads.chosen().count();
  }

  /** Keeps {@code tensor} when its scope ends; pair with {@link #release}. */
  static Tensor keep(Tensor tensor) {
    return tensor.retainReference();
  }

  static void release(Pointer pointer) {
    pointer.releaseReference();
  }

  /** Hands a kept tensor over to the scope that is open now. */
  static void handOver(Tensor tensor) {
    PointerScope scope = PointerScope.getInnerScope();
    if (scope == null) {
      throw new IllegalStateException("tensors are handed over to an open PointerScope");
    }
    scope.attach(tensor);
    tensor.releaseReference();
  }

  /** Runs {@code work} and frees every temporary it made. */
  static void scoped(Runnable work) {
    try (PointerScope scope = new PointerScope()) {
      work.run();
    }
  }

  /** Runs {@code work} without recording it for gradients, temporaries freed. */
  static void withoutGradients(Runnable work) {
    boolean before = GradMode.is_enabled();
    GradMode.set_enabled(false);
    try {
      scoped(work);
    } finally {
      GradMode.set_enabled(before);
    }
  }
}
