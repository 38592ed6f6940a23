/**
 * Runs what Espalier made: models, plain or dynamic, with the preprocessing of the run.
 *
 * <p>Start at {@link dev.espalier.runtime.OpenModel}.
 */
@SuppressWarnings({"module", "requires-automatic"}) // other modules are built later
module dev.espalier.runtime {
  requires com.google.protobuf;
  requires com.microsoft.onnxruntime;
  requires java.desktop;
  requires org.tribuo.util.onnx;
  requires transitive org.jspecify;
  requires transitive tools.jackson.databind;

  exports dev.espalier.adaptive;
  exports dev.espalier.catalogue;
  exports dev.espalier.feed;
  exports dev.espalier.files;
  exports dev.espalier.model;
  exports dev.espalier.runtime;
  exports dev.espalier.onnx to
      dev.espalier.core,
      dev.espalier.cli;
  exports dev.espalier.ort to
      dev.espalier.core,
      dev.espalier.torch,
      dev.espalier.cli;

  uses dev.espalier.adaptive.Signal;
  uses dev.espalier.files.HostEnvironment.Setter;
}
