package dev.espalier.data;

import dev.espalier.files.DataException;
import dev.espalier.files.Limit;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Ends what unpacks to more than a file may: a few bytes can claim any amount. */
final class Unpacking {
  /** What any file may unpack to, however small it is. */
  private static final long SMALL_BYTES = 16_000_000;

  private final Path file;
  private final long most;
  private final String why;
  private long count;

  private Unpacking(Path file, long most, String why) {
    this.file = file;
    this.most = most;
    this.why = why;
  }

  /** One stream, of which a limited number of bytes is read, and a limited multiple of its size. */
  static Unpacking gzip(Path file) throws IOException {
    long bytes = Limit.UNPACKED_BYTES.value();
    Unpacking byTimes = zip(file);
    return byTimes.most <= bytes
        ? byTimes
        : new Unpacking(
            file, bytes, "; split it (in bytes, " + Limit.UNPACKED_BYTES.remedy() + ")");
  }

  /** Several streams, which together give a limited multiple of the file's size. */
  static Unpacking zip(Path file) throws IOException {
    long times = Limit.UNPACKED_TIMES.value();
    long packed = Math.max(1, Files.size(file));
    long most =
        Math.max(SMALL_BYTES, times > Long.MAX_VALUE / packed ? Long.MAX_VALUE : times * packed);
    return new Unpacking(
        file,
        most,
        ", many times its size; unpack it first (in times, " + Limit.UNPACKED_TIMES.remedy() + ")");
  }

  /** The same bytes, counted. */
  InputStream of(InputStream in) {
    return new FilterInputStream(in) {
      @Override
      public int read() throws IOException {
        int one = super.read();
        counted(one < 0 ? 0 : 1);
        return one;
      }

      @Override
      public int read(byte[] into, int from, int length) throws IOException {
        int n = super.read(into, from, length);
        counted(Math.max(0, n));
        return n;
      }
    };
  }

  private void counted(int more) {
    count += more;
    if (count > most) {
      throw new DataException(file + " unpacks to more than " + most + " bytes" + why);
    }
  }
}
