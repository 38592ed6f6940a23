package dev.espalier.tune;

import dev.espalier.progress.Progress;
import java.util.ServiceLoader;

/**
 * Where {@link Tools} come from. A jar that can train names its own in {@code
 * META-INF/services/dev.espalier.tune.Toolbox}, as {@code espalier-torch} does.
 */
public interface Toolbox {
  /**
   * What this jar brings, telling {@code progress} of its work.
   *
   * @param progress told of each step
   * @return the tools
   */
  Tools tools(Progress progress);

  /**
   * {@return the first that the class path has; where there is none, weights alone}
   *
   * @param progress told of each step
   */
  static Tools installed(Progress progress) {
    return ServiceLoader.load(Toolbox.class)
        .findFirst()
        .map(box -> box.tools(progress))
        .orElseGet(() -> Tools.weightsOnly(progress));
  }
}
