package dev.espalier.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Why a file could not be used, in words: Java's messages are often the path alone. */
public final class Reasons {
  private Reasons() {}

  /** File and reason. */
  public static String of(IOException failure) {
    String reason = reason(failure);
    return failure instanceof FileSystemException file && file.getFile() != null
        ? file.getFile() + ": " + reason
        : reason;
  }

  private static String reason(IOException failure) {
    if (failure instanceof NoSuchFileException) {
      return "there is no such file or folder";
    }
    if (failure instanceof AccessDeniedException) {
      return "access is denied";
    }
    if (failure instanceof FileAlreadyExistsException) {
      return "exists already; choose another name or remove it";
    }
    if (failure instanceof NotDirectoryException) {
      return "is not a folder";
    }
    if (failure instanceof DirectoryNotEmptyException) {
      return "the folder is not empty";
    }
    if (failure instanceof FileSystemLoopException) {
      return "the folder contains itself by a link";
    }
    String said =
        failure instanceof FileSystemException file ? file.getReason() : failure.getMessage();
    return said == null || said.isEmpty() ? failure.getClass().getSimpleName() : said;
  }
}
