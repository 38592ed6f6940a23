package dev.espalier.recipe;

import dev.espalier.catalogue.Catalogue;
import dev.espalier.catalogue.Method;
import java.util.Arrays;

/** A word that names a method which somebody published. */
public interface Cited extends Word {
  /** {@return authors, title, place and year; empty for a word that names no method} */
  String source();

  /**
   * {@return the methods among some words, for {@code espalier methods}}
   *
   * @param kind of the methods, in the singular
   * @param words in the order in which a person should read them
   */
  static Catalogue<Method> catalogue(String kind, Cited... words) {
    return Catalogue.of(
        kind,
        Arrays.stream(words)
            .filter(w -> !w.source().isEmpty())
            .map(w -> new Method(kind, w.word(), w.meaning(), w.source()))
            .toArray(Method[]::new));
  }
}
