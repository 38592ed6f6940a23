package dev.espalier.record;

import java.util.Map;

/**
 * Where a run took place.
 *
 * @param versions of java, os, onnxruntime, libtorch, espalier, by these names
 * @param machine what it ran on
 * @param threads how many trained, and why; empty where nothing was tuned
 */
public record Environment(Map<String, String> versions, Machine machine, String threads) {
  /** Nothing is known. */
  public static final Environment UNKNOWN = new Environment(Map.of(), Machine.UNKNOWN);

  /**
   * Of a run that does not tune.
   *
   * @param versions of java, os, onnxruntime, espalier, by these names
   * @param machine what it ran on
   */
  public Environment(Map<String, String> versions, Machine machine) {
    this(versions, machine, "");
  }

  public Environment {
    versions = Copies.map(versions);
    threads = Copies.text(threads);
    machine = machine == null ? Machine.UNKNOWN : machine;
  }

  /**
   * {@return the same of a run that tuned}
   *
   * @param with how many threads trained, and why
   */
  public Environment tuned(String with) {
    return new Environment(versions, machine, with);
  }

  /**
   * The computer that a run takes place on.
   *
   * @param cpu the processor's name
   * @param cores that the process may use
   * @param memoryBytes of the machine; 0 where unknown
   */
  public record Machine(String cpu, int cores, long memoryBytes) {
    /** Nothing is known. */
    public static final Machine UNKNOWN = new Machine("", 0, 0);
  }
}
