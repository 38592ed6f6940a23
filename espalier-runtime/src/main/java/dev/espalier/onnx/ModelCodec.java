package dev.espalier.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.espalier.model.Graph;
import dev.espalier.model.Model;
import dev.espalier.model.ValueInfo;
import dev.espalier.model.ValueInfo.Dim;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code ModelProto} to {@link Model} and back. */
final class ModelCodec {
  private ModelCodec() {}

  static Model decode(ModelProto proto, ExternalData external, Place place) {
    Graph graph = GraphCodec.decode(proto.getGraph(), external, place);
    ModelProto.Builder rest =
        proto.toBuilder()
            .clearIrVersion()
            .clearOpsetImport()
            .clearMetadataProps()
            .setGraph(GraphCodec.rest(proto.getGraph()));
    Map<String, Long> opsets = new LinkedHashMap<>();
    proto
        .getOpsetImportList()
        .forEach(opset -> opsets.put(standard(opset.getDomain()), opset.getVersion()));
    Map<String, String> metadata = new LinkedHashMap<>();
    proto.getMetadataPropsList().forEach(entry -> metadata.put(entry.getKey(), entry.getValue()));
    byte[] restBytes = external.inlined(rest.build(), place).toByteArray();
    return new Model(graph, proto.getIrVersion(), opsets, metadata, restBytes);
  }

  static ModelProto encode(Model model) {
    ModelProto.Builder proto = rest(model).setIrVersion(model.irVersion());
    proto.setGraph(GraphCodec.encode(withListedInitializers(model), proto.getGraph()));
    model
        .opsets()
        .forEach(
            (domain, version) ->
                proto.addOpsetImportBuilder().setDomain(domain).setVersion(version));
    model
        .metadata()
        .forEach((key, value) -> proto.addMetadataPropsBuilder().setKey(key).setValue(value));
    return proto.build();
  }

  /**
   * Before IR version 4, a file lists all initializers as inputs; those that stages added are not
   * listed yet.
   */
  private static Graph withListedInitializers(Model model) {
    Graph graph = model.graph();
    if (model.irVersion() >= 4) {
      return graph;
    }
    List<ValueInfo> inputs = new ArrayList<>(graph.inputs());
    Set<String> listed = new HashSet<>();
    inputs.forEach(input -> listed.add(input.name()));
    graph
        .initializers()
        .forEach(
            (name, tensor) -> {
              if (!listed.contains(name) && !tensor.opaque()) {
                Dim[] dims = Arrays.stream(tensor.dims()).mapToObj(Dim::of).toArray(Dim[]::new);
                inputs.add(ValueInfo.of(name, tensor.type(), dims));
              }
            });
    return graph.withInputs(inputs);
  }

  private static String standard(String domain) {
    return domain.equals("ai.onnx") ? "" : domain;
  }

  private static ModelProto.Builder rest(Model model) {
    try {
      return ModelProto.parseFrom(model.rest()).toBuilder();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("the rest of the model is no ModelProto", e);
    }
  }
}
