package dev.espalier.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.examples.jobs.Colours;
import dev.espalier.examples.jobs.Counting;
import dev.espalier.examples.jobs.Discs;
import dev.espalier.examples.jobs.Features;
import dev.espalier.examples.jobs.Job;
import dev.espalier.examples.jobs.Names;
import dev.espalier.examples.jobs.Shapes;
import dev.espalier.examples.jobs.Tastes;
import dev.espalier.examples.jobs.Waves;
import dev.espalier.examples.jobs.Weather;
import dev.espalier.record.Drop;
import dev.espalier.record.RunRecord;
import dev.espalier.record.Status;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One of the jobs a day, in turns; all of them with {@code -Despalier.jobs=all}. */
@Tag("slow")
class JobsTest {
  /** What only a model that has learnt its task comes to. */
  private static final Map<String, Double> LEARNT =
      Map.of(
          "r2", 0.9,
          "accuracy", 0.9,
          "iou", 0.8,
          "next-token-accuracy", 0.7,
          "spearman", 0.9,
          "map50", 0.6,
          "span-f1", 0.9,
          "hr@10", 0.8);

  @TempDir Path folder;

  static Stream<Job> jobs() {
    List<Job> all =
        List.of(
            new Waves(),
            new Weather(),
            new Discs(),
            new Counting(),
            new Features(),
            new Colours(),
            new Shapes(),
            new Names(),
            new Tastes());
    int today = (int) (LocalDate.now(ZoneOffset.UTC).toEpochDay() % all.size());
    return "all".equals(System.getProperty("espalier.jobs"))
        ? all.stream()
        : Stream.of(all.get(today));
  }

  @ParameterizedTest
  @MethodSource("jobs")
  void aJobEndsWithHalfTheWorkAndAProof(Job job) throws IOException {
    RunRecord record = job.run(folder);
    System.out.println(Job.told(record));
    assertEquals(Status.DONE, record.status(), record.message());
    String task = Objects.requireNonNull(record.setup().data()).task();
    assertTrue(task.startsWith(job.task()), task);
    assertTrue(2 * record.outcome().result().macs() <= record.outcome().original().macs());
    Map<String, Double> before = record.outcome().original().metrics();
    LEARNT.forEach((m, least) -> assertTrue(before.getOrDefault(m, 1.0) >= least, m + before));
    boolean judged = before.keySet().stream().anyMatch(LEARNT::containsKey);
    assertTrue(judged || job.epochs() == 0, "nothing tells whether it has learnt: " + before);
    Drop drop = Objects.requireNonNull(record.outcome().drop());
    assertTrue(drop.value() < 0.15, drop.toString());
  }
}
