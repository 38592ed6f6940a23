package dev.espalier.catalogue;

/** A method that recipes choose by name. */
public interface Named {
  /**
   * What recipes call it: lower case, words joined by hyphens.
   *
   * @return a name that no other member of its catalogue has
   */
  String name();

  /**
   * What it does, in one line.
   *
   * @return a sentence for a person
   */
  String summary();

  /**
   * Where it comes from: authors, title, place and year; or a sentence where it is common
   * knowledge.
   *
   * @return a reference, or a sentence
   */
  String source();
}
