package dev.espalier.files;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.util.Locale;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * Environment variables that a native library reads, where it offers no other way to be told.
 *
 * <p>Java can read the process's environment and not change it. Java 22 and newer call the C
 * library; before that a jar with native code of its own does, if there is one ({@link Setter}).
 */
public final class HostEnvironment {
  private static final int FOREIGN_CALLS = 22;

  private HostEnvironment() {}

  /** Native code that can change the process's environment; found by {@link ServiceLoader}. */
  public interface Setter {
    /**
     * Sets a variable for the native code of this process.
     *
     * @param name of the variable
     * @param value of the variable
     */
    void set(String name, String value);
  }

  /**
   * Sets a variable unless the host has; false where nothing here can (on Windows, and before Java
   * 22 without a {@link Setter}).
   *
   * @param name of the variable
   * @param value where the host has none
   * @return whether the variable is set now
   */
  public static boolean set(String name, String value) {
    if (System.getenv(name) != null) {
      return true;
    }
    if (System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("win")) {
      return false;
    }
    if (Runtime.version().feature() >= FOREIGN_CALLS) {
      return setenv(name, value);
    }
    Optional<Setter> brought = ServiceLoader.load(Setter.class).findFirst();
    brought.ifPresent(s -> s.set(name, value));
    return brought.isPresent();
  }

  /** {@code setenv(name, value, 1)} by {@code java.lang.foreign}, which Java 17 does not have. */
  private static boolean setenv(String name, String value) {
    try (AutoCloseable arena = (AutoCloseable) type("Arena").getMethod("ofConfined").invoke(null)) {
      Class<?> layout = type("MemoryLayout");
      Object address = type("ValueLayout").getField("ADDRESS").get(null);
      Object number = type("ValueLayout").getField("JAVA_INT").get(null);
      Object arguments = Array.newInstance(layout, 3);
      Array.set(arguments, 0, address);
      Array.set(arguments, 1, address);
      Array.set(arguments, 2, number);
      Object shape =
          type("FunctionDescriptor")
              .getMethod("of", layout, arguments.getClass())
              .invoke(null, number, arguments);
      Object linker = type("Linker").getMethod("nativeLinker").invoke(null);
      Object lookup = type("Linker").getMethod("defaultLookup").invoke(linker);
      Object found = type("SymbolLookup").getMethod("find", String.class).invoke(lookup, "setenv");
      Object options = Array.newInstance(type("Linker$Option"), 0);
      MethodHandle call =
          (MethodHandle)
              type("Linker")
                  .getMethod(
                      "downcallHandle",
                      type("MemorySegment"),
                      type("FunctionDescriptor"),
                      options.getClass())
                  .invoke(linker, ((Optional<?>) found).orElseThrow(), shape, options);
      Method text = type("SegmentAllocator").getMethod("allocateFrom", String.class);
      Object result =
          call.invokeWithArguments(text.invoke(arena, name), text.invoke(arena, value), 1);
      return Integer.valueOf(0).equals(result);
    } catch (Throwable e) { // whatever a method handle may throw
      return false;
    }
  }

  private static Class<?> type(String name) throws ClassNotFoundException {
    return Class.forName("java.lang.foreign." + name);
  }
}
