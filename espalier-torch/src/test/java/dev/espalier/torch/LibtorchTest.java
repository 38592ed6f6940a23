package dev.espalier.torch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.bytedeco.openblas.presets.openblas_nolapack;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

class LibtorchTest {
  @Test
  void matrixProductsHaveNoThreadsBesideThoseThatWereAskedFor() {
    Libtorch.start(2, 1);
    assertEquals(2, torch.get_num_threads());
    assertEquals(1, openblas_nolapack.blas_get_num_threads());
  }
}
