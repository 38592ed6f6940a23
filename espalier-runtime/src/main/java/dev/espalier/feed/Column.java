package dev.espalier.feed;

import java.util.zip.Checksum;

/** One named thing about every record of a table. */
public interface Column {
  /** {@return number of records} */
  int size();

  /**
   * {@return the record's value as a person would write it, to compare with what a DATA file says}
   *
   * @param row number of the record, from 0
   */
  String text(int row);

  /**
   * Feeds the record's stored bytes to {@code sum}.
   *
   * @param row number of the record, from 0
   * @param sum takes the bytes
   */
  void digest(int row, Checksum sum);
}
