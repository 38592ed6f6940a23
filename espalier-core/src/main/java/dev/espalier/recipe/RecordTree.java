package dev.espalier.recipe;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Records taken apart into maps of their components, and put together again. */
final class RecordTree {
  private RecordTree() {}

  /**
   * Component name to value, in order; records within become maps unless they are {@link Inline},
   * constants their words.
   */
  static Map<String, @Nullable Object> of(Record record) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      Object value = value(record, component);
      if (value instanceof Record part && inline(component)) {
        tree.putAll(of(part));
      } else {
        tree.put(component.getName(), plain(value));
      }
    }
    return tree;
  }

  static boolean inline(RecordComponent component) {
    return component.isAnnotationPresent(Inline.class);
  }

  /** The component that a key of a record names, be it the record's own or of a part of it. */
  static Optional<RecordComponent> named(Class<?> type, String name) {
    return Arrays.stream(type.getRecordComponents())
        .flatMap(c -> inline(c) ? named(c.getType(), name).stream() : Stream.of(c))
        .filter(c -> c.getName().equals(name))
        .findFirst();
  }

  private static @Nullable Object plain(@Nullable Object value) {
    if (value instanceof Record inner) {
      return of(inner);
    }
    return value instanceof Word word ? word.word() : value;
  }

  static Map<String, @Nullable Object> fields(Map<?, ?> map) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    map.forEach((key, value) -> fields.put(String.valueOf(key), value));
    return fields;
  }

  static @Nullable Object value(Record record, RecordComponent component) {
    try {
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("no access to " + component, e);
    }
  }

  /** A record of the same class from one value a component. */
  static <T extends Record> T rebuild(Class<T> type, @Nullable Object[] values) {
    Class<?>[] types =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      Constructor<T> constructor = type.getDeclaredConstructor(types);
      return constructor.newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot make a " + type.getSimpleName(), e);
    }
  }
}
