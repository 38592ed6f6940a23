package dev.espalier.torch;

import dev.espalier.files.HostEnvironment;
import org.bytedeco.pytorch.global.torch;

/** Sets environment variables by libtorch's own function: Java before 22 has none. */
public final class TorchEnvironment implements HostEnvironment.Setter {
  /** For the service loader. */
  public TorchEnvironment() {}

  @Override
  public void set(String name, String value) {
    Libtorch.require();
    torch.set_env(name, value, true);
  }
}
