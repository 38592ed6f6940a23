package dev.espalier.feed;

import java.util.zip.Checksum;

/** One named thing about every record of a table. */
public interface Column {
  /** Number of records. */
  int size();

  /** The record's value as a person would write it, to compare with what a DATA file says. */
  String text(int row);

  /** Feeds the record's stored bytes to {@code sum}. */
  void digest(int row, Checksum sum);
}
