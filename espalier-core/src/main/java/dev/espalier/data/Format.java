package dev.espalier.data;

import dev.espalier.catalogue.Named;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * One way of storing data sets.
 *
 * <p>Another jar adds one by a class with a constructor without parameters that it names in {@code
 * META-INF/services/dev.espalier.data.Format}; DATA asks for it by {@code format: NAME}, or it is
 * recognised by what {@link #find} finds. It only reads: which column is the label, which records
 * are in which split and how values are brought to the model's inputs is decided behind it.
 */
public interface Format extends Named {
  /** {@return its name in DATA files} */
  @Override
  String name();

  /**
   * {@return the files of each part ({@code train}, {@code validation}, {@code test}, or {@code
   * all}) under a folder or in a file; empty where it is not this format} Looks at names, and at
   * contents where names do not tell; {@link DataFile#byPart} groups by name.
   *
   * @param path folder or file of DATA
   */
  Map<String, List<Path>> find(Path path);

  /**
   * {@return the same where the DATA file has a say in which files they are}
   *
   * @param path folder or file of DATA
   * @param spec the DATA file
   */
  default Map<String, List<Path>> find(Path path, DataSpec spec) {
    return find(path);
  }

  /**
   * Reads files together; a file that names parts itself gives several, otherwise there is one
   * called {@code all}. Called once for the files of each part: parts must come with the same
   * columns.
   *
   * @param files of one part, as {@link #find} gave them
   * @param spec the DATA file
   * @return tables by part
   * @throws dev.espalier.files.DataException naming file, place and remedy where a file is unsound
   */
  Map<String, Table> read(List<Path> files, DataSpec spec);

  /**
   * {@return class names that lie beside the data; empty where there are none}
   *
   * @param path folder or file of DATA
   */
  default List<String> classNames(Path path) {
    return List.of();
  }
}
