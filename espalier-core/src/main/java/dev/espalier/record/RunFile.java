package dev.espalier.record;

/**
 * A file of a run's folder, as the run left it.
 *
 * @param name relative to the folder, with slashes
 * @param sha256 in hexadecimal
 * @param bytes its size
 */
public record RunFile(String name, String sha256, long bytes) {
  public RunFile {
    name = Copies.text(name);
    sha256 = Copies.text(sha256);
  }
}
