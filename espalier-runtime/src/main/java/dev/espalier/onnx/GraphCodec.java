package dev.espalier.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.SparseTensorProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.espalier.model.DType;
import dev.espalier.model.Graph;
import dev.espalier.model.Tensor;
import dev.espalier.model.ValueInfo;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code GraphProto} to {@link Graph} and back.
 *
 * <p>What a graph cannot hold becomes its rest, a {@code GraphProto} of its own: documentation,
 * quantisation annotations, and stubs of initializers that have more than contents. Sparse
 * initializers are opaque initializers; a stub marks them.
 */
final class GraphCodec {
  private GraphCodec() {}

  static Graph decode(GraphProto proto, ExternalData external, Place place) {
    Map<String, Tensor> initializers = new LinkedHashMap<>();
    for (TensorProto tensor : proto.getInitializerList()) {
      Place here = place.in("initializer", tensor.getName());
      add(initializers, tensor.getName(), TensorCodec.decode(tensor, external, here), here);
    }
    for (SparseTensorProto tensor : proto.getSparseInitializerList()) {
      String name = tensor.getValues().getName();
      Place here = place.in("sparse initializer", name);
      add(initializers, name, sparse(tensor, external, here), here);
    }
    return new Graph(
        proto.getName(),
        proto.getNodeList().stream().map(node -> NodeCodec.decode(node, external, place)).toList(),
        initializers,
        proto.getInputList().stream().map(ValueInfoCodec::decode).toList(),
        proto.getOutputList().stream().map(ValueInfoCodec::decode).toList(),
        proto.getValueInfoList().stream().map(ValueInfoCodec::decode).toList());
  }

  /** The message without what {@link #decode} takes. */
  static GraphProto rest(GraphProto proto) {
    GraphProto.Builder rest =
        proto.toBuilder()
            .clearName()
            .clearNode()
            .clearInitializer()
            .clearSparseInitializer()
            .clearInput()
            .clearOutput()
            .clearValueInfo();
    for (TensorProto tensor : proto.getInitializerList()) {
      TensorProto stub = TensorCodec.stub(tensor);
      if (!stub.equals(named(tensor.getName()))) {
        rest.addInitializer(stub);
      }
    }
    for (SparseTensorProto tensor : proto.getSparseInitializerList()) {
      rest.addSparseInitializer(
          SparseTensorProto.newBuilder().setValues(named(tensor.getValues().getName())));
    }
    return rest.build();
  }

  static GraphProto encode(Graph graph, GraphProto rest) {
    GraphProto.Builder proto =
        rest.toBuilder().setName(graph.name()).clearInitializer().clearSparseInitializer();
    Map<String, TensorProto> stubs = new LinkedHashMap<>();
    rest.getInitializerList().forEach(stub -> stubs.put(stub.getName(), stub));
    List<String> sparse =
        rest.getSparseInitializerList().stream().map(stub -> stub.getValues().getName()).toList();
    graph
        .initializers()
        .forEach(
            (name, tensor) -> {
              if (tensor.opaque() && sparse.contains(name)) {
                proto.addSparseInitializer(sparse(tensor));
              } else {
                proto.addInitializer(
                    TensorCodec.encode(tensor, stubs.getOrDefault(name, named(name))));
              }
            });
    graph.nodes().forEach(node -> proto.addNode(NodeCodec.encode(node)));
    graph.inputs().forEach(input -> proto.addInput(input(input, graph)));
    graph.outputs().forEach(output -> proto.addOutput(ValueInfoCodec.encode(output)));
    graph.valueInfos().forEach(info -> proto.addValueInfo(ValueInfoCodec.encode(info)));
    return proto.build();
  }

  /**
   * Files before IR version 4 list initializers as inputs too; these entries follow the
   * initializer's type and axes.
   */
  private static ValueInfoProto input(ValueInfo input, Graph graph) {
    Tensor tensor = graph.initializers().get(input.name());
    if (tensor == null || tensor.opaque() || agrees(input, tensor)) {
      return ValueInfoCodec.encode(input);
    }
    List<ValueInfo.Dim> dims = Arrays.stream(tensor.dims()).mapToObj(ValueInfo.Dim::of).toList();
    return ValueInfoCodec.encode(
        new ValueInfo(input.name(), tensor.type(), dims, true, input.rest()));
  }

  private static boolean agrees(ValueInfo input, Tensor tensor) {
    if (input.type() != tensor.type() || (input.ranked() && input.dims().size() != tensor.rank())) {
      return false;
    }
    for (int i = 0; i < input.dims().size(); i++) {
      ValueInfo.Dim dim = input.dims().get(i);
      if (dim.known() && dim.size() != tensor.dims()[i]) {
        return false;
      }
    }
    return true;
  }

  private static void add(
      Map<String, Tensor> initializers, String name, Tensor tensor, Place place) {
    if (initializers.put(name, tensor) != null) {
      throw place.fail("appears twice; export the model again");
    }
  }

  private static TensorProto named(String name) {
    return TensorProto.newBuilder().setName(name).build();
  }

  private static Tensor sparse(SparseTensorProto proto, ExternalData external, Place place) {
    byte[] bytes = external.inlined(proto, place).toByteArray();
    return new Tensor(
        DType.OTHER, TensorCodec.dims(proto.getDimsList(), place), ByteBuffer.wrap(bytes));
  }

  private static SparseTensorProto sparse(Tensor tensor) {
    try {
      return SparseTensorProto.parseFrom(tensor.data());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a sparse initializer does not hold a serialised one", e);
    }
  }
}
