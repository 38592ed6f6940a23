package dev.espalier.record;

import java.util.List;

/**
 * Which examples did what.
 *
 * @param source path and format, for a person
 * @param task how results are judged, for a person
 * @param splitsHash identifies the assignment of records to splits
 * @param classNames in order; empty where unknown
 * @param roles one row a use
 */
public record DataRoles(
    String source, String task, String splitsHash, List<String> classNames, List<Role> roles) {
  public DataRoles {
    classNames = Copies.list(classNames);
    roles = Copies.list(roles);
  }

  /**
   * {@return a class as a person knows it; its number where its name is unknown}
   *
   * @param number of the class, from 0
   */
  public String className(int number) {
    return number >= 0 && number < classNames.size()
        ? classNames.get(number)
        : number < 0 ? "no answer" : Integer.toString(number);
  }

  /**
   * One use of examples, and the split that they come from.
   *
   * @param role tuning, evidence, gate, or final figures
   * @param split train, validation or test, with the part taken where it is one
   * @param records how many
   * @param seenByOriginal whether the original was trained on them
   */
  public record Role(String role, String split, long records, boolean seenByOriginal) {}
}
