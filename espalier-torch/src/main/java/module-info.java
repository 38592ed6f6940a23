/** Gradients and tuning on libtorch. */
module dev.espalier.torch {
  requires org.bytedeco.javacpp;
  requires transitive dev.espalier.core;
  requires transitive org.bytedeco.pytorch;

  exports dev.espalier.torch;
  exports dev.espalier.torch.op;

  opens dev.espalier.torch to
      tools.jackson.databind;

  uses dev.espalier.torch.TaskLoss;
  uses dev.espalier.torch.op.TorchOps;

  provides dev.espalier.files.HostEnvironment.Setter with
      dev.espalier.torch.TorchEnvironment;
  provides dev.espalier.tune.Toolbox with
      dev.espalier.torch.TorchToolbox;
}
