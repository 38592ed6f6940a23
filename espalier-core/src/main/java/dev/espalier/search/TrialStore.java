package dev.espalier.search;

import dev.espalier.files.Json;
import dev.espalier.files.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Outcomes on disk, one file a point, named by its plan hash and written beside, then moved: after
 * a kill at any moment every file is whole, and the search goes on from what is there.
 *
 * @param folder made where it does not exist
 * @param context what beside the point decides an outcome
 */
public record TrialStore(Path folder, String context) {
  /** Keeps trials in this folder, one file each. */
  public TrialStore {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make " + folder + ": " + Reason.of(e), e);
    }
  }

  /**
   * {@return the recorded trial of a point; empty where there is none}
   *
   * @param space that is searched
   * @param point of that space
   */
  public Optional<SearchTrial> find(Space space, Point point) {
    Path file = file(space, point);
    return Files.exists(file) ? Optional.of(Json.read(file, SearchTrial.class)) : Optional.empty();
  }

  void save(Space space, SearchTrial trial) {
    Json.write(trial, file(space, trial.point()));
  }

  private Path file(Space space, Point point) {
    return folder.resolve(space.key(point, context) + ".json");
  }
}
