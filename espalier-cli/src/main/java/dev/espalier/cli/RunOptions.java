package dev.espalier.cli;

import dev.espalier.files.DataException;
import dev.espalier.files.Json;
import dev.espalier.job.RunFolder;
import dev.espalier.job.RunSignature;
import dev.espalier.record.RunRecord;
import dev.espalier.report.HtmlReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a run's results go, and how it ends. */
final class RunOptions {
  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "A folder for the results that does not exist yet.")
  private @Nullable Path out;

  @Option(names = "--resume", description = "Go on with an interrupted run in the folder of --out.")
  private boolean resume;

  @Option(
      names = "--sign",
      paramLabel = "KEY",
      description =
          "Sign the record with this private Ed25519 key, a PEM file; verify --key checks it with"
              + " the public one (docs/TRUST.md).")
  private @Nullable Path key;

  boolean resume() {
    return resume;
  }

  /** {@link DataException} where none was named. */
  Path folder() {
    if (out == null) {
      throw new DataException(
          "--out is missing: name a folder for the results that does not exist yet");
    }
    return out;
  }

  /**
   * What {@code run} gives, or gave before a kill left nothing but the report to do; signed where
   * that is asked for, and reported.
   */
  RunRecord reported(Supplier<RunRecord> run) {
    PrivateKey signer = key == null ? null : RunSignature.privateKey(key);
    Path folder = folder();
    Path report = folder.resolve(RunFolder.REPORT);
    boolean unreported = resume && new RunFolder(folder).ended() && !Files.exists(report);
    RunRecord record =
        unreported ? Json.read(folder.resolve(RunFolder.RECORD), RunRecord.class) : run.get();
    if (signer != null) {
      RunSignature.sign(folder, signer);
    }
    HtmlReport.write(record, report);
    return record;
  }

  static int exitCode(RunRecord record) {
    return switch (record.status()) {
      case UNREACHABLE -> ExitCode.UNREACHABLE;
      case FAILED -> ExitCode.FAILED;
      default -> ExitCode.DONE;
    };
  }
}
