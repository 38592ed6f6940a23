package dev.espalier.job;

import dev.espalier.data.Dataset;
import dev.espalier.record.DataRoles;
import dev.espalier.task.Task;
import org.jspecify.annotations.Nullable;

/**
 * The examples of a run by the role they play.
 *
 * @param task what labels mean, with the metric that counts
 * @param train to tune on; null where the data has none
 * @param gate to decide on: unseen by the original; null without a gate
 * @param test for the final figures
 * @param roles for the record
 */
public record Examples(
    Task task, @Nullable Dataset train, @Nullable Dataset gate, Dataset test, DataRoles roles) {}
