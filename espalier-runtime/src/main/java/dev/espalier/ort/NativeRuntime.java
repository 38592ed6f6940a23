package dev.espalier.ort;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import dev.espalier.files.CacheFolder;
import dev.espalier.files.DataException;
import dev.espalier.files.HostEnvironment;
import dev.espalier.files.HostProperties;
import dev.espalier.files.Reason;
import dev.espalier.files.Scratch;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * ONNX Runtime's native libraries, loaded once a process.
 *
 * <ul>
 *   <li>Its telemetry is off before they load: they read {@value #TELEMETRY} then, and would
 *       otherwise leave a device id and a database in the user's home.
 *   <li>They are unpacked once a version, into {@link CacheFolder}. By themselves they unpack 28 MB
 *       into the temporary folder for each process, which stay where it is killed.
 * </ul>
 */
final class NativeRuntime {
  static final String TELEMETRY = "ORT_DISABLE_TELEMETRY";
  private static final String PATH = "onnxruntime.native.path";
  private static final List<String> LIBRARIES = List.of("onnxruntime", "onnxruntime4j_jni");
  private static @Nullable OrtEnvironment environment;

  private NativeRuntime() {}

  /**
   * The process's one environment.
   *
   * @throws DataException where no folder can be written that the libraries need
   */
  static synchronized OrtEnvironment environment() {
    if (environment == null) {
      environment = loaded();
    }
    return environment;
  }

  private static OrtEnvironment loaded() {
    Scratch.sweep();
    Scratch.open().close(); // the runtime needs the temporary folder, and does not say why it fails
    HostEnvironment.set(TELEMETRY, "1");
    Path folder = unpacked();
    OrtEnvironment loaded =
        HostProperties.during(
            folder == null ? Map.of() : Map.of(PATH, folder.toString()),
            () ->
                OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, "espalier"));
    removeEmptyFolder();
    try {
      loaded.setTelemetry(false);
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime does not switch its telemetry off", e);
    }
    return loaded;
  }

  /** Where the libraries lie; null where the host has its own, or the jar none for this system. */
  private static @Nullable Path unpacked() {
    URL main = resource(LIBRARIES.get(0));
    if (main == null || System.getProperty(PATH) != null) {
      return null;
    }
    try {
      Path folder = CacheFolder.of("onnxruntime-" + identity(main));
      try (FileChannel channel =
              FileChannel.open(
                  folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock alone = channel.lock()) {
        for (String library : LIBRARIES) {
          unpack(library, folder);
        }
        return alone.isValid() ? folder : null;
      }
    } catch (IOException e) {
      throw new DataException(
          "ONNX Runtime's native libraries cannot be unpacked ("
              + Reason.named(e)
              + "); free some space there, or name another folder with ESPALIER_CACHE=DIR",
          e);
    }
  }

  /** Beside and moved: what is there is whole. */
  private static void unpack(String library, Path folder) throws IOException {
    Path file = folder.resolve(System.mapLibraryName(library));
    URL from = resource(library);
    if (from == null || Files.exists(file)) {
      return;
    }
    Path beside = folder.resolve(file.getFileName() + ".part");
    try (InputStream in = from.openStream()) {
      Files.copy(in, beside, StandardCopyOption.REPLACE_EXISTING);
    }
    Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Version and checksum: another jar unpacks elsewhere. */
  private static String identity(URL main) throws IOException {
    String version = OrtEnvironment.class.getPackage().getImplementationVersion();
    URLConnection connection = main.openConnection();
    long sum =
        connection instanceof JarURLConnection jar
            ? jar.getJarEntry().getCrc()
            : connection.getContentLengthLong();
    return String.format(Locale.ROOT, "%s-%s-%08x", version, platform(), sum);
  }

  private static @Nullable URL resource(String library) {
    return OrtEnvironment.class.getResource(
        "/ai/onnxruntime/native/" + platform() + "/" + System.mapLibraryName(library));
  }

  /** As the jar names its folders. */
  private static String platform() {
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String machine = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    return (system.contains("mac") ? "osx" : system.contains("win") ? "win" : "linux")
        + "-"
        + (machine.equals("amd64") || machine.equals("x86_64") ? "x64" : machine);
  }

  /** The runtime makes a folder for what it unpacks, before it sees that there is nothing to. */
  private static void removeEmptyFolder() {
    try {
      Field field = Class.forName("ai.onnxruntime.OnnxRuntime").getDeclaredField("tempDirectory");
      field.setAccessible(true);
      if (field.get(null) instanceof Path folder) {
        Files.deleteIfExists(folder);
      }
    } catch (ReflectiveOperationException | RuntimeException | IOException e) {
      // it goes when the process ends in peace
    }
  }
}
