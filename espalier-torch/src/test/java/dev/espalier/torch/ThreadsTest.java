package dev.espalier.torch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ThreadsTest {
  @Test
  void allCoresWhereTheyAreFaster() {
    assertEquals(8, Threads.among(8, threads -> 1.0 / threads).count());
    assertEquals("all 8 cores", Threads.among(8, threads -> 1.0 / threads).words());
    assertEquals(8, Threads.among(8, threads -> threads == 8 ? 1.2 : 1).count(), "about as fast");
  }

  @Test
  void oneWhereManyWaitForEachOther() {
    Threads found = Threads.among(16, threads -> threads == 1 ? 0.005 : 0.006 * threads);
    assertEquals(1, found.count());
    assertEquals(
        "1 of 16 cores: a convolution took 5.0 ms with them, 96.0 ms with all (the machine is busy)",
        found.words());
  }

  @Test
  void halfWhereHalfTheMachineIsFree() {
    List<Integer> tried = new ArrayList<>();
    Threads found =
        Threads.among(
            8,
            threads -> {
              tried.add(threads);
              return threads == 8 ? 2 : 1.0 / threads;
            });
    assertEquals(4, found.count());
    assertEquals(List.of(8, 4, 2, 1), tried);
  }

  @Test
  void thisMachineIsMeasuredInWellUnderASecond() {
    Libtorch.start(1, 0);
    long begin = System.nanoTime();
    Threads found = Threads.chosen();
    double seconds = (System.nanoTime() - begin) / 1e9;
    assertTrue(found.count() >= 1 && found.count() <= Runtime.getRuntime().availableProcessors());
    assertTrue(seconds < 5, "took " + seconds + " s");
    assertEquals(found.count(), Libtorch.threads(0));
    assertEquals(3, Libtorch.threads(3));
  }
}
