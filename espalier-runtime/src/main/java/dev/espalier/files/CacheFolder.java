package dev.espalier.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A folder of the user's that outlives the process, for what is the same each time. It is {@code
 * $ESPALIER_CACHE}; else {@code espalier} where the system keeps such things (on Linux {@code
 * $XDG_CACHE_HOME} or {@code ~/.cache}); else, where that may not be written, a folder of the
 * user's own beside temporary files.
 */
public final class CacheFolder {
  private static final String NAME = "espalier";

  private CacheFolder() {}

  /**
   * {@return the folder of this name in it, made where it is missing}
   *
   * @param name of a folder in it
   * @throws DataException where no place can be written, with each and how to name another
   */
  public static Path of(String name) {
    List<String> refused = new ArrayList<>();
    for (Path place : places()) {
      try {
        Path folder = Files.createDirectories(place.resolve(name));
        if (Files.isWritable(folder)) {
          return folder;
        }
        refused.add(folder + " may not be written");
      } catch (IOException e) {
        refused.add(place + ": " + Reason.named(e));
      }
    }
    try {
      return Files.createDirectories(own().resolve(name));
    } catch (IOException e) {
      refused.add(Reason.named(e));
    }
    throw new DataException(
        "there is no folder to unpack native libraries into ("
            + String.join("; ", refused)
            + "); name one that can be written with ESPALIER_CACHE=DIR");
  }

  private static List<Path> places() {
    String named = System.getenv("ESPALIER_CACHE");
    if (named != null && !named.isEmpty()) {
      return List.of(Path.of(named));
    }
    String home = home();
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String stated = System.getenv(system.contains("win") ? "LOCALAPPDATA" : "XDG_CACHE_HOME");
    if (stated != null && Path.of(stated).isAbsolute()) {
      return List.of(Path.of(stated, NAME));
    }
    if (home.isEmpty() || home.equals("?")) {
      return List.of();
    }
    return List.of(
        system.contains("mac")
            ? Path.of(home, "Library", "Caches", NAME)
            : Path.of(home, ".cache", NAME));
  }

  /** What the user says it is, before what the system's list of users does. */
  private static String home() {
    String said = System.getenv("HOME");
    return said == null || said.isEmpty() ? System.getProperty("user.home", "") : said;
  }

  /** Nobody else may have put a library there: others may write to the temporary folder too. */
  private static Path own() throws IOException {
    Path temporary = Path.of(System.getProperty("java.io.tmpdir", "."));
    Path folder = temporary.resolve(NAME + "-" + System.getProperty("user.name", "user"));
    boolean posix = temporary.getFileSystem().supportedFileAttributeViews().contains("posix");
    if (!posix) {
      return Files.createDirectories(folder);
    }
    if (!Files.isDirectory(folder)) {
      Files.createDirectory(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    Path probe = Files.createTempFile(folder, "", "");
    boolean mine =
        Files.getOwner(folder).equals(Files.getOwner(probe))
            && PosixFilePermissions.toString(Files.getPosixFilePermissions(folder))
                .equals("rwx------");
    Files.delete(probe);
    if (!mine) {
      throw new IOException(folder + " belongs to somebody else");
    }
    return folder;
  }
}
