package dev.espalier.data;

import dev.espalier.feed.Column;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * Identifies an assignment of records to splits by the records themselves: SHA-256 over each
 * split's name, size, and the CRC-32C of each of its records as stored, in order. Paths,
 * preprocessing and the way a split was described do not enter. Cost: one fast pass over the data.
 */
final class SplitHash {
  private SplitHash() {}

  /**
   * @param drawn what else decides which examples there are, such as the seed of drawn negatives
   */
  static String of(Map<String, Splitter.Choice> choices, String drawn) {
    MessageDigest sha = sha256();
    sha.update(drawn.getBytes(StandardCharsets.UTF_8));
    choices.forEach(
        (split, choice) -> {
          sha.update((split + ":" + choice.rows().length + "\n").getBytes(StandardCharsets.UTF_8));
          sha.update(sums(choice));
        });
    return HexFormat.of().formatHex(sha.digest());
  }

  private static byte[] sums(Splitter.Choice choice) {
    Table table = choice.table();
    Column content = table.columns().get(Table.CONTENT);
    List<Column> columns =
        content == null ? List.copyOf(table.columns().values()) : List.of(content);
    ByteBuffer sums = ByteBuffer.allocate(choice.rows().length * 4);
    CRC32C sum = new CRC32C();
    for (int row : choice.rows()) {
      sum.reset();
      columns.forEach(c -> c.digest(row, sum));
      sums.putInt((int) sum.getValue());
    }
    return sums.array();
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
