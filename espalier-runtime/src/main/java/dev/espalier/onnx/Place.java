package dev.espalier.onnx;

import dev.espalier.model.ModelFormatException;

/** Where in a file the reader is, for messages: the file, then ever closer surroundings. */
record Place(String path) {
  Place in(String kind, String name) {
    return new Place(path + ": " + kind + " '" + name + "'");
  }

  ModelFormatException fail(String problem) {
    return new ModelFormatException(path + ": " + problem);
  }

  ModelFormatException fail(String problem, Throwable cause) {
    return new ModelFormatException(path + ": " + problem, cause);
  }
}
