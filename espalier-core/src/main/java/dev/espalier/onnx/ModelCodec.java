package dev.espalier.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.espalier.model.Graph;
import dev.espalier.model.Model;
import java.util.LinkedHashMap;
import java.util.Map;

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
    proto.getOpsetImportList().forEach(opset -> opsets.put(standard(opset.getDomain()), opset.getVersion()));
    Map<String, String> metadata = new LinkedHashMap<>();
    proto.getMetadataPropsList().forEach(entry -> metadata.put(entry.getKey(), entry.getValue()));
    byte[] restBytes = external.inlined(rest.build(), place).toByteArray();
    return new Model(graph, proto.getIrVersion(), opsets, metadata, restBytes);
  }

  static ModelProto encode(Model model) {
    ModelProto.Builder proto = rest(model).setIrVersion(model.irVersion());
    proto.setGraph(GraphCodec.encode(model.graph(), proto.getGraph()));
    model.opsets().forEach((domain, version) -> proto.addOpsetImportBuilder().setDomain(domain).setVersion(version));
    model.metadata().forEach((key, value) -> proto.addMetadataPropsBuilder().setKey(key).setValue(value));
    return proto.build();
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
