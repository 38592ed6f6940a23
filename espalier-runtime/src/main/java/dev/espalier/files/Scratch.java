package dev.espalier.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A temporary folder that goes when it is closed. One that a killed process left behind goes when
 * the next process begins to work: its lock is free then.
 */
public final class Scratch implements AutoCloseable {
  private static final String PREFIX = "espalier-scratch-";
  private static final String LOCK = ".lock";

  /** Those of this process: opening a lock file once more would lose the lock. */
  private static final Set<Path> OURS = ConcurrentHashMap.newKeySet();

  private final Path folder;
  private final FileChannel channel;

  private Scratch(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /**
   * Makes a temporary folder and locks it, so that no other process removes it.
   *
   * @return an empty folder that goes when it is closed
   * @throws DataException where the system's temporary folder cannot be written
   */
  public static Scratch open() {
    try {
      while (true) {
        Path folder = Files.createTempDirectory(PREFIX).toRealPath();
        OURS.add(folder);
        FileChannel channel =
            FileChannel.open(
                folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (locked(channel)) {
          return new Scratch(folder, channel);
        }
        channel.close(); // another process took it for left behind, before it was locked
        OURS.remove(folder);
      }
    } catch (IOException e) {
      throw new DataException(
          "the temporary folder "
              + System.getProperty("java.io.tmpdir")
              + " cannot be used ("
              + Reason.named(e)
              + "); free some space in it, or name another:"
              + " ESPALIER_JAVA_OPTS=-Djava.io.tmpdir=DIR",
          e);
    }
  }

  /** Removes what processes that were killed left behind; what cannot be removed stays. */
  public static void sweep() {
    Path temporary = Path.of(System.getProperty("java.io.tmpdir", "."));
    try (DirectoryStream<Path> found = Files.newDirectoryStream(temporary, PREFIX + "*")) {
      for (Path folder : found) {
        sweep(folder.toRealPath());
      }
    } catch (IOException | UncheckedIOException e) {
      // of another user, or gone meanwhile: it is not ours to tidy
    }
  }

  private static void sweep(Path folder) throws IOException {
    Path lock = folder.resolve(LOCK);
    if (OURS.contains(folder) || !Files.isWritable(lock)) {
      return;
    }
    try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE)) {
      if (locked(channel)) {
        delete(folder);
      }
    }
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      @Nullable FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  /**
   * {@return where a file of this name may be written}
   *
   * @param name within the folder
   */
  public Path file(String name) {
    return folder.resolve(name);
  }

  @Override
  public void close() {
    try {
      delete(folder);
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("the temporary folder " + folder + " cannot be removed", e);
    } finally {
      OURS.remove(folder);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> walk = Files.walk(folder)) {
      List<Path> paths = walk.sorted(Comparator.reverseOrder()).toList();
      for (Path path : paths) {
        Files.deleteIfExists(path);
      }
    }
  }
}
