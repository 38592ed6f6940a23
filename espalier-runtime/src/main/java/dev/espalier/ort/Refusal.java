package dev.espalier.ort;

import ai.onnxruntime.OrtException;
import dev.espalier.files.Limit;
import dev.espalier.model.DType;
import dev.espalier.model.Float32Twin;
import dev.espalier.model.Model;
import dev.espalier.model.ModelFormatException;
import java.util.LinkedHashMap;
import java.util.Map;

/** What ONNX Runtime says about a model that it does not take, in one line and with what to do. */
final class Refusal {
  private static final int LONGEST = 400;
  private static final Map<String, String> REMEDIES = remedies();

  private Refusal() {}

  static ModelFormatException toLoad(Model model, OrtException cause) {
    String words = oneLine(cause);
    return new ModelFormatException(
        "ONNX Runtime does not load the model '"
            + name(model)
            + "': "
            + words
            + ". "
            + remedy(words, model),
        cause);
  }

  static ModelFormatException toRun(String model, OrtException cause) {
    String words = oneLine(cause);
    return new ModelFormatException(
        "ONNX Runtime fails while it runs the model '"
            + model
            + "': "
            + words
            + (words.contains("out of data bounds")
                ? ". An input holds a number that the model's table does not have: the data, or its tokenizer.json, belongs to another model"
                : ". Check that the model runs on its own with inputs of this shape"),
        cause);
  }

  static ModelFormatException endless(String model, OrtException cause) {
    return new ModelFormatException(
        "one call of the model '"
            + model
            + "' did not end in time (in seconds, "
            + Limit.CALL_SECONDS.remedy()
            + "): look for a Loop whose condition stays true",
        cause);
  }

  static String name(Model model) {
    return model.graph().name().isEmpty() ? "without a name" : model.graph().name();
  }

  static String oneLine(OrtException cause) {
    String words = String.valueOf(cause.getMessage());
    words =
        words
            .replaceFirst("^Error code - \\w+ - message: ", "")
            .replaceFirst("^Load model from memory failed:\\s*", "");
    words = words.replaceAll("(/[\\w.+-]+){2,}:\\d+ ", "").replaceAll("\\s+", " ").strip();
    words = words.length() > LONGEST ? words.substring(0, LONGEST) + " …" : words;
    return words.replaceFirst("[.\\s]+$", "");
  }

  private static String remedy(String words, Model model) {
    DType half = Float32Twin.coarsest(model);
    if (half == DType.BFLOAT16 && words.matches(".*(implementation|bfloat16).*")) {
      return "The model computes in BFLOAT16, for which this ONNX Runtime has no such operator: export it in float32 or float16";
    }
    return REMEDIES.entrySet().stream()
        .filter(e -> words.contains(e.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse("Check the file with onnx.checker and export the model again");
  }

  private static Map<String, String> remedies() {
    Map<String, String> map = new LinkedHashMap<>();
    map.put(
        "No opset import for domain", "Export the model again with standard ONNX operators only");
    map.put(
        "IR version",
        "Export the model again with another IR version (the field ir_version, 3 to the stated maximum)");
    map.put("opset", "Export the model again with an operator set that this ONNX Runtime knows");
    map.put("is not a registered", "Export the model again with standard ONNX operators only");
    map.put("No Op registered", "Export the model again with standard ONNX operators only");
    map.put(
        "NOT_IMPLEMENTED",
        "Export the model again in float32: the runtime has no such operator for these types");
    map.put(
        "Could not find an implementation",
        "Export the model again in float32: the runtime has no such operator for these types");
    map.put("Type Error", "The file contradicts itself about types: export the model again");
    map.put("external", "Put the external data file beside the model file");
    return map;
  }
}
