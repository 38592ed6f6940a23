package dev.espalier.files;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Looks for null where a record says that there is none: JSON may have null, or nothing, at every
 * place.
 */
final class Complete {
  private Complete() {}

  /**
   * @param file for messages
   * @throws DataException naming the field
   */
  static void check(@Nullable Object value, String file) {
    if (value == null) {
      throw refusal(file, "the whole");
    }
    walk(value, "", file);
  }

  private static void walk(Object value, String at, String file) {
    if (value instanceof Collection<?> items) {
      int i = 0;
      for (Object item : items) {
        inner(item, false, at + "[" + i++ + "]", file);
      }
    } else if (value instanceof Map<?, ?> map) {
      // trees of settings hold null where nothing is set
      map.forEach((key, item) -> inner(item, true, at + "." + key, file));
    } else if (value instanceof Record record) {
      for (RecordComponent component : record.getClass().getRecordComponents()) {
        boolean nullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
        inner(value(record, component), nullable, place(at, component), file);
      }
    }
  }

  /** Where the file has it: what is unwrapped stands among its neighbours. */
  private static String place(String at, RecordComponent component) {
    if (component.getAccessor().isAnnotationPresent(JsonUnwrapped.class)) {
      return at;
    }
    return at.isEmpty() ? component.getName() : at + "." + component.getName();
  }

  private static void inner(@Nullable Object value, boolean nullable, String at, String file) {
    if (value != null) {
      walk(value, at, file);
    } else if (!nullable) {
      throw refusal(file, at);
    }
  }

  private static @Nullable Object value(Record record, RecordComponent component) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(record);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("a record does not tell its " + component.getName(), e);
    }
  }

  private static DataException refusal(String file, String at) {
    return new DataException(
        (file.isEmpty() ? "" : file + ": ")
            + at
            + " is missing or null; the file is damaged or was written by something else");
  }
}
