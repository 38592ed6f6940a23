package dev.espalier.files;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Why a file cannot be read or written, in words: many exceptions only name the file. */
public final class Reason {
  private Reason() {}

  /**
   * {@return the same after the name of the file, where the failure tells it}
   *
   * @param failure of reading or writing
   */
  public static String named(IOException failure) {
    return failure instanceof FileSystemException file && file.getFile() != null
        ? file.getFile() + ": " + of(failure)
        : of(failure);
  }

  /**
   * {@return why a file could not be read or written, for a person}
   *
   * @param failure of reading or writing
   */
  public static String of(IOException failure) {
    if (failure instanceof NoSuchFileException) {
      return "there is no such file or folder";
    } else if (failure instanceof AccessDeniedException) {
      return "access is denied";
    } else if (failure instanceof FileAlreadyExistsException) {
      return "a file of this name exists already";
    } else if (failure instanceof NotDirectoryException) {
      return "it is no folder";
    } else if (failure instanceof DirectoryNotEmptyException) {
      return "the folder is not empty";
    } else if (failure instanceof FileSystemLoopException) {
      return "its links lead in a circle";
    } else if (failure instanceof CharacterCodingException) {
      return "it is no text in UTF-8";
    }
    String words =
        failure instanceof FileSystemException system ? system.getReason() : failure.getMessage();
    return words == null || words.isBlank() ? failure.getClass().getSimpleName() : words;
  }
}
