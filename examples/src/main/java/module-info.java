/**
 * Methods of another project. On the class path they are found by {@code META-INF/services}, on the
 * module path by {@code provides}.
 */
module dev.espalier.examples {
  requires dev.espalier.core;
  requires dev.espalier.torch;
  requires java.desktop;

  provides dev.espalier.adaptive.Signal with
      dev.espalier.examples.LogitGap;
  provides dev.espalier.allocation.Allocation with
      dev.espalier.examples.WidestFirst;
  provides dev.espalier.allocation.Schedule with
      dev.espalier.examples.SquareRoot;
  provides dev.espalier.criterion.Criterion with
      dev.espalier.examples.MedianMagnitude;
  provides dev.espalier.data.Format with
      dev.espalier.examples.LibSvmFormat;
  provides dev.espalier.op.OpRule with
      dev.espalier.examples.MeanVarianceRule;
  provides dev.espalier.quantise.Calibration with
      dev.espalier.examples.ThreeDeviations;
  provides dev.espalier.search.SearchPolicy with
      dev.espalier.examples.LatinHypercube;
  provides dev.espalier.stage.Replay with
      dev.espalier.examples.SubnormalStage;
  provides dev.espalier.stage.Stage with
      dev.espalier.examples.SubnormalStage;
  provides dev.espalier.task.TaskKind with
      dev.espalier.examples.Ordinal;
  provides dev.espalier.torch.TaskLoss with
      dev.espalier.examples.OrdinalLoss;
  provides dev.espalier.torch.op.TorchOps with
      dev.espalier.examples.MeanVarianceTorch;
}
