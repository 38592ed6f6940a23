package dev.espalier.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HostPropertiesTest {
  private static final String KEY = "espalier.test.host-property";
  private static final Map<String, String> WANTED = Map.of(KEY, "wanted");

  @AfterEach
  void tidy() {
    System.clearProperty(KEY);
  }

  private static String read() {
    return String.valueOf(System.getProperty(KEY));
  }

  @Test
  void whatIsSetIsGoneAfterwards() {
    assertEquals("wanted", HostProperties.during(WANTED, HostPropertiesTest::read));
    assertNull(System.getProperty(KEY));
  }

  @Test
  void whatTheHostHasSetIsKept() {
    System.setProperty(KEY, "host");
    assertEquals("host", HostProperties.during(WANTED, HostPropertiesTest::read));
    assertEquals("host", System.getProperty(KEY));
  }

  @Test
  void whatTheHostSetsMeanwhileIsKept() {
    HostProperties.during(WANTED, () -> System.setProperty(KEY, "host"));
    assertEquals("host", System.getProperty(KEY));
  }

  @Test
  void whatIsSetIsGoneAlsoWhenTheWorkFails() {
    assertThrows(
        IllegalStateException.class,
        () ->
            HostProperties.during(
                WANTED,
                () -> {
                  throw new IllegalStateException("failed");
                }));
    assertNull(System.getProperty(KEY));
  }
}
