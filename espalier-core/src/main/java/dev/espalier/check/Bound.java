package dev.espalier.check;

import dev.espalier.dynamic.DynamicFiles;
import dev.espalier.files.DataException;
import dev.espalier.files.Inside;
import dev.espalier.files.Json;
import dev.espalier.files.Sha256;
import dev.espalier.job.Begun;
import dev.espalier.job.ResumeCommand;
import dev.espalier.job.RunFolder;
import dev.espalier.job.RunSignature;
import dev.espalier.record.InputFile;
import dev.espalier.record.RunFile;
import dev.espalier.record.RunRecord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A run's folder whose files are those that its record tells of.
 *
 * @param run the folder
 * @param record what run.json holds
 * @param files that the run left, by name
 */
record Bound(Path run, RunRecord record, Map<String, RunFile> files) {
  /**
   * Opens a run that has ended.
   *
   * @throws DataException where it was interrupted, or holds no record
   */
  static Bound open(Path run) {
    RunFolder folder = new RunFolder(run);
    if (folder.interrupted()) {
      throw new DataException(
          "the run in "
              + run
              + " has not ended: it is at work, or was interrupted; there is nothing to verify yet. To go on with it: "
              + Begun.in(folder).map(ResumeCommand::of).orElse("start it again with --resume"));
    }
    if (!Files.isRegularFile(folder.file(RunFolder.RECORD))) {
      throw new DataException(
          folder.file(RunFolder.RECORD)
              + ": there is no such file; name the folder that prune, tune or dynamic wrote");
    }
    RunRecord record = Json.complete(folder.file(RunFolder.RECORD), RunRecord.class);
    Map<String, RunFile> files = new LinkedHashMap<>();
    record.outcome().files().forEach(f -> files.put(f.name(), f));
    return new Bound(run, record, files);
  }

  /** What kind of run it was, by what it left. */
  boolean dynamic() {
    return files.containsKey(DynamicFiles.DYNAMIC);
  }

  /** Whether it trained a graph as it is. */
  boolean tuned() {
    return files.containsKey(RunFolder.MODEL)
        && !files.containsKey(RunFolder.PLAN)
        && record.structure().groups().isEmpty();
  }

  /** Throws {@link DataException} where the run was made from another file. */
  void requireOriginal(Path original) {
    String hash = Sha256.of(original);
    InputFile made =
        record.setup().inputs().stream()
            .filter(f -> f.role().equals("model"))
            .findFirst()
            .orElseThrow(
                () ->
                    new DataException(
                        run.resolve(RunFolder.RECORD)
                            + " does not say which model the run was made from; the file is damaged"));
    if (!made.sha256().equals(hash)) {
      throw new DataException(
          original
              + " is not the original of "
              + run
              + ", which was made from "
              + made.file()
              + " (SHA-256 "
              + made.sha256()
              + ", this file has "
              + hash
              + "); name the file that was pruned");
    }
  }

  /**
   * The first file that is missing or is not what the run wrote; empty where all are.
   *
   * @param key of whoever signed the record; null to trust it
   */
  String broken(@Nullable PublicKey key) {
    String unsigned = key == null ? "" : RunSignature.broken(run, key);
    if (!unsigned.isEmpty()) {
      return unsigned;
    }
    for (RunFile file : files.values()) {
      Path path = inside(file.name());
      if (!Files.isRegularFile(path)) {
        return file.name() + " is missing";
      }
      if (!Sha256.of(path).equals(file.sha256())) {
        return file.name() + " is not the file that the run wrote: its SHA-256 is another";
      }
    }
    return "";
  }

  /** A file that the record must tell of; {@link DataException} where it does not. */
  Path required(String name) {
    if (!files.containsKey(name)) {
      throw new DataException(
          run.resolve(RunFolder.RECORD)
              + " has no SHA-256 of "
              + name
              + " (files), so nothing says that it is the run's; it was changed, or an older version"
              + " of Espalier wrote it");
    }
    return inside(name);
  }

  boolean has(String name) {
    return files.containsKey(name);
  }

  private Path inside(String name) {
    return Inside.of(run, name);
  }
}
