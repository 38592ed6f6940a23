package dev.espalier.data;

import dev.espalier.model.Tensor;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Some records, ready for a model.
 *
 * @param inputs one tensor for each input of the model, records along axis 0
 * @param labels int64 {@code [n]} class numbers, or float32 {@code [n]} or {@code [n, k]} targets;
 *     null where unlabelled
 * @param size number of records
 */
public record Batch(Map<String, Tensor> inputs, @Nullable Tensor labels, int size) {}
