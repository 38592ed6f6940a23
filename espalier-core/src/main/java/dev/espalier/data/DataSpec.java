package dev.espalier.data;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a DATA file says, with every default (docs/DATA.md explains each key with examples). The
 * file is flat: each key of the five parts stands at its top.
 *
 * @param source where the records are
 * @param division into training, validation and test
 * @param answers what the outputs are to say
 * @param feeding how records become values of inputs
 * @param pixels images and their masks
 */
public record DataSpec(
    @JsonUnwrapped DataOrigin source,
    @JsonUnwrapped DataDivision division,
    @JsonUnwrapped DataAnswers answers,
    @JsonUnwrapped DataFeeding feeding,
    @JsonUnwrapped DataPixels pixels) {
  public DataSpec {
    answers = answers.orOf(feeding.window().task());
  }

  /** Columns that it names anywhere. */
  Set<String> named() {
    Set<String> all = answers.named();
    feeding.inputs().values().forEach(i -> all.addAll(i.columns()));
    division.splits().values().forEach(p -> all.add(p.column()));
    all.addAll(List.of(division.domain().column(), pixels.valid()));
    return all;
  }

  DataSpec withSplits(Map<String, DataDivision.Part> changed) {
    return new DataSpec(source, division.with(changed), answers, feeding, pixels);
  }

  DataSpec toldBy(String column) {
    return new DataSpec(source, division, answers.toldBy(column), feeding, pixels);
  }

  /** The same with texts read by another tokenizer.json. */
  DataSpec readBy(String file) {
    return new DataSpec(source, division, answers, feeding.readBy(file), pixels);
  }

  /** The same of this kind of task where none is named. */
  DataSpec orOf(String kind) {
    return new DataSpec(source, division, answers.orOf(kind), feeding, pixels);
  }

  /** The defaults, for data at {@code path}. */
  static DataSpec at(String path) {
    return new DataSpec(
        DataOrigin.at(path),
        DataDivision.usual(),
        DataAnswers.recognised(),
        DataFeeding.usual(),
        DataPixels.usual());
  }

  static <T> T or(@Nullable T stated, T otherwise) {
    return stated == null ? otherwise : stated;
  }

  static <T> Map<String, T> ordered(@Nullable Map<String, T> map) {
    return map == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }
}
