package dev.espalier.job;

import dev.espalier.files.DataException;
import dev.espalier.files.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Holds a run's folder against other runs: two at once would write over each other. The system
 * gives the lock back when the process ends, however it ends, so that one that was killed bars
 * nothing.
 */
final class RunLock {
  static final String FILE = ".lock";

  /** Those of this process; to open such a file once more would give its lock back. */
  private static final Map<Path, FileChannel> OURS = new ConcurrentHashMap<>();

  private RunLock() {}

  /** Takes the lock of a folder that exists; {@link DataException} naming who holds it. */
  static void hold(Path folder) {
    try {
      Path key = folder.toRealPath();
      synchronized (OURS) {
        if (OURS.containsKey(key)) {
          throw held(folder, "this process");
        }
        OURS.put(key, taken(folder, key.resolve(FILE)));
      }
    } catch (IOException e) {
      throw new DataException("cannot lock the run in " + folder + ": " + Reason.named(e), e);
    }
  }

  /** Gives it back; nothing where this process does not hold it. */
  static void release(Path folder) {
    try {
      Path key = folder.toRealPath();
      synchronized (OURS) {
        FileChannel channel = OURS.remove(key);
        if (channel != null) {
          Files.deleteIfExists(key.resolve(FILE));
          channel.close();
        }
      }
    } catch (IOException e) {
      // the folder is gone, or the system gives the lock back when the process ends
    }
  }

  private static FileChannel taken(Path folder, Path file) throws IOException {
    while (true) {
      FileChannel channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      boolean locked = false;
      try {
        locked = channel.tryLock() != null;
        if (!locked) {
          throw held(folder, Files.readString(file).strip());
        }
        if (Files.exists(file)) { // else its holder removed it just now
          channel.truncate(0);
          channel.write(StandardCharsets.UTF_8.encode(holder()));
          return channel;
        }
        locked = false;
      } catch (OverlappingFileLockException e) {
        throw held(folder, "this process");
      } finally {
        if (!locked) {
          channel.close();
        }
      }
    }
  }

  private static DataException held(Path folder, String holder) {
    return new DataException(
        "another run is at work in "
            + folder
            + " ("
            + (holder.isEmpty() ? "it has just begun" : holder)
            + "); wait until it has ended, or give --out another folder");
  }

  private static String holder() {
    return "process "
        + ProcessHandle.current().pid()
        + " on "
        + host()
        + ", since "
        + Instant.now().truncatedTo(ChronoUnit.SECONDS)
        + "\n";
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "this machine";
    }
  }
}
