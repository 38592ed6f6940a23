package dev.espalier.catalogue;

/** A method that recipes choose by name. */
public interface Named {
  /** What recipes call it: lower case, words joined by hyphens. */
  String name();

  /** What it does, in one line. */
  String summary();

  /**
   * Where it comes from: authors, title, place and year; or a sentence where it is common
   * knowledge.
   */
  String source();
}
