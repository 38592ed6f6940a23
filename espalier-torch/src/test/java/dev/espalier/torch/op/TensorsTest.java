package dev.espalier.torch.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.espalier.model.DType;
import dev.espalier.model.Tensor;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.Test;

class TensorsTest {
  private static final int BYTES = 1 << 20;

  /** Batches lie on the heap; a second copy outside it would wait for the collector. */
  @Test
  void aTensorOnTheHeapIsCopiedIntoLibtorchsMemoryAtOnce() {
    Tensor tensor = heap();
    try (PointerScope scope = new PointerScope()) {
      Tensors.copyOf(tensor);
      long before = outsideTheHeap();
      org.bytedeco.pytorch.Tensor copy = Tensors.copyOf(tensor);
      assertEquals(0, outsideTheHeap() - before, BYTES / 2.0);
      assertEquals(tensor, Tensors.toModel(copy));
      assertArrayEquals(new long[] {2, BYTES / 8}, Tensors.shape(copy));
    }
  }

  @Test
  void anEmptyTensorKeepsItsShape() {
    try (PointerScope scope = new PointerScope()) {
      assertArrayEquals(
          new long[] {0, 3}, Tensors.shape(Tensors.copyOf(Tensor.floats(new float[0], 0, 3))));
    }
  }

  private static Tensor heap() {
    ByteBuffer data = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < BYTES / 4; i++) {
      data.putFloat(4 * i, i);
    }
    return new Tensor(DType.FLOAT, new int[] {2, BYTES / 8}, data);
  }

  private static long outsideTheHeap() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .filter(pool -> pool.getName().equals("direct"))
        .mapToLong(BufferPoolMXBean::getMemoryUsed)
        .sum();
  }
}
