package dev.espalier.torch;

import dev.espalier.progress.Progress;
import dev.espalier.tune.Toolbox;
import dev.espalier.tune.Tools;

/** Training, gradients and running statistics by libtorch. */
public final class TorchToolbox implements Toolbox {
  /** For the service loader. */
  public TorchToolbox() {}

  @Override
  public Tools tools(Progress progress) {
    return new Tools(new TorchTuner(), new TorchGradients(), TorchStatistics::reestimate, progress);
  }
}
