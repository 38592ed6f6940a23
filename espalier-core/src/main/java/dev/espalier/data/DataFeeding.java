package dev.espalier.data;

import static dev.espalier.data.DataSpec.or;
import static dev.espalier.data.DataSpec.ordered;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.espalier.feed.Preprocess;
import java.util.List;
import java.util.Map;

/**
 * How records become values of the model's inputs: part of a DATA file ({@link DataSpec}).
 *
 * @param inputs for each input of the model, what feeds it; empty to match by name and shape
 * @param tokenizer a tokenizer.json for text columns, relative to the DATA file; empty looks for
 *     one beside it
 * @param length tokens that a text is padded or cut to where the model leaves that open; 0 for the
 *     longest, up to 512
 * @param preprocess from stored to model values
 * @param augment random changes of training images
 * @param negatives drawn pairs for each positive pair of a recommender's training examples
 * @param window how series are cut into records; one row each where nothing is said
 */
public record DataFeeding(
    Map<String, Input> inputs,
    String tokenizer,
    Integer length,
    Preprocess preprocess,
    Augment augment,
    Integer negatives,
    Window window) {
  public DataFeeding {
    inputs = ordered(inputs);
    tokenizer = or(tokenizer, "");
    length = or(length, 0);
    preprocess = or(preprocess, Preprocess.NONE);
    augment = or(augment, new Augment("none", 0));
    negatives = or(negatives, 4);
    window = or(window, Window.NONE);
  }

  /**
   * What feeds one input of the model.
   *
   * @param columns columns or arrays, joined in this order
   */
  public record Input(List<String> columns) {
    public Input {
      columns = List.copyOf(or(columns, List.<String>of()));
    }

    /** {@code input: features}. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Input of(String column) {
      return new Input(List.of(column));
    }

    /** {@code input: [a, b, c]}. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Input of(List<String> columns) {
      return new Input(columns);
    }
  }

  /**
   * Random changes of training images.
   *
   * @param flip {@code horizontal} mirrors half of them; {@code none}
   * @param crop pixels of zeros (after preprocessing) put round an image before a random window of
   *     its size is taken
   */
  public record Augment(String flip, Integer crop) {
    public Augment {
      flip = or(flip, "none");
      crop = or(crop, 0);
    }

    boolean none() {
      return flip.equals("none") && crop == 0;
    }
  }

  /** Inputs by name and shape, values as they are stored. */
  static DataFeeding usual() {
    return new DataFeeding(
        Map.of(), "", 0, Preprocess.NONE, new Augment("none", 0), 4, Window.NONE);
  }

  DataFeeding readBy(String file) {
    return new DataFeeding(inputs, file, length, preprocess, augment, negatives, window);
  }
}
