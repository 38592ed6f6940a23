package dev.espalier.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Files that a record names: it may come from anywhere, so only those of its own folder count. */
public final class Inside {
  private Inside() {}

  /**
   * The file {@code name} under {@code folder}, links followed; it need not exist.
   *
   * @param folder to look into
   * @param name relative to the folder
   * @return the file's path
   * @throws DataException where it lies elsewhere, or can be no file's name
   */
  public static Path of(Path folder, String name) {
    try {
      Path file = folder.resolve(name);
      Path base = folder.toAbsolutePath();
      boolean inside =
          !name.isEmpty()
              && !Path.of(name).isAbsolute()
              && base.resolve(name).normalize().startsWith(base.normalize())
              && (!Files.exists(file) || file.toRealPath().startsWith(folder.toRealPath()));
      if (!inside) {
        throw new DataException(
            folder + " names the file '" + name + "', which lies outside; it is damaged");
      }
      return file;
    } catch (InvalidPathException e) {
      throw new DataException(folder + " names a file that cannot be: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new DataException(
          folder + " names the file '" + name + "', which cannot be read: " + Reason.of(e), e);
    }
  }
}
