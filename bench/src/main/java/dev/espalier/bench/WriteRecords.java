package dev.espalier.bench;

import dev.espalier.data.Batch;
import dev.espalier.data.DataSource;
import dev.espalier.data.Dataset;
import dev.espalier.data.Sample;
import dev.espalier.data.Splits;
import dev.espalier.files.WholeFile;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.onnx.OnnxReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Writes training records as a model takes them, one NPY file for each of its inputs: {@code
 * WriteRecords MODEL DATA N SEED OUT}. They are those that {@code quantize} finds ranges on.
 */
public final class WriteRecords {
  private static final int HEADER = 128;
  private static final int MAGIC = 10;

  private WriteRecords() {}

  public static void main(String[] args) throws IOException {
    Model model = OnnxReader.network(Path.of(args[0]));
    Splits splits = DataSource.open(Path.of(args[1]), model);
    Dataset train = Objects.requireNonNull(splits.train(), "the data has no train split");
    Batch batch =
        Sample.of(train, splits.task(), Integer.parseInt(args[2]), Long.parseLong(args[3])).all();
    Path out = Files.createDirectories(Path.of(args[4]));
    for (Map.Entry<String, Tensor> input : batch.inputs().entrySet()) {
      WholeFile.write(out.resolve(input.getKey() + ".npy"), npy(input.getValue()));
    }
  }

  private static byte[] npy(Tensor tensor) {
    String type =
        switch (tensor.type()) {
          case FLOAT -> "<f4";
          case INT64 -> "<i8";
          case INT32 -> "<i4";
          default -> throw new IllegalArgumentException("no NPY type for " + tensor);
        };
    String shape =
        Arrays.stream(tensor.dims()).mapToObj(d -> d + ",").collect(Collectors.joining());
    String text = "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }".formatted(type, shape);
    byte[] header =
        (text + " ".repeat(HEADER - MAGIC - 1 - text.length()) + "\n")
            .getBytes(StandardCharsets.US_ASCII);
    byte[] all = new byte[HEADER + (int) tensor.byteSize()];
    byte[] magic = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) (HEADER - MAGIC), 0};
    System.arraycopy(magic, 0, all, 0, MAGIC);
    System.arraycopy(header, 0, all, MAGIC, header.length);
    tensor.data().get(all, HEADER, (int) tensor.byteSize());
    return all;
  }
}
