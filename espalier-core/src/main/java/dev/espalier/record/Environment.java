package dev.espalier.record;

import java.util.Map;

/**
 * Where a run took place.
 *
 * @param versions of java, os, onnxruntime, libtorch, espalier, by these names
 * @param machine what it ran on
 */
public record Environment(Map<String, String> versions, Machine machine) {
  public static final Environment UNKNOWN = new Environment(Map.of(), Machine.UNKNOWN);

  public Environment {
    versions = Copies.map(versions);
    machine = machine == null ? Machine.UNKNOWN : machine;
  }

  /**
   * @param cpu the processor's name
   * @param cores that the process may use
   * @param memoryBytes of the machine; 0 where unknown
   */
  public record Machine(String cpu, int cores, long memoryBytes) {
    public static final Machine UNKNOWN = new Machine("", 0, 0);
  }
}
