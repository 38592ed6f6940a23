package dev.espalier.files;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Runs others' decoders, which throw bare runtime exceptions on damaged input, and takes a failure
 * as an outcome.
 */
public final class Attempt {
  private Attempt() {}

  /**
   * {@return what {@code action} returns; a {@link DataException} that starts with {@code failure}
   * where it throws}
   *
   * @param action what is tried
   * @param failure begins the message
   * @param <T> kind of what comes back
   */
  public static <T> T of(Callable<T> action, String failure) {
    FutureTask<T> task = new FutureTask<>(action);
    task.run();
    try {
      return task.get();
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof DataException known) {
        throw known;
      }
      if (cause instanceof Error error) {
        throw error;
      }
      throw new DataException(failure + ": " + (cause == null ? e : cause).getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DataException("interrupted: " + failure, e);
    }
  }
}
