package dev.espalier.record;

/**
 * A file that the result depends on.
 *
 * @param role {@code model} or {@code data}
 * @param file its path as given
 * @param sha256 in hexadecimal; of a folder, the hash over the hashes of its files in order of name
 * @param bytes its size
 */
public record InputFile(String role, String file, String sha256, long bytes) {
  public InputFile {
    role = Copies.text(role);
    file = Copies.text(file);
    sha256 = Copies.text(sha256);
  }
}
