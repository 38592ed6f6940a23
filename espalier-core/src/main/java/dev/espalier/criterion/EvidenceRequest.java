package dev.espalier.criterion;

import dev.espalier.coupling.Coupling;
import dev.espalier.data.Dataset;
import dev.espalier.model.Model;
import dev.espalier.progress.Progress;
import dev.espalier.task.Task;
import dev.espalier.tune.Teacher;
import org.jspecify.annotations.Nullable;

/**
 * What evidence is to be gathered on.
 *
 * @param model whose weights count; the same structure as the coupling's model
 * @param coupling which units there are
 * @param data where the examples come from
 * @param task what the labels mean
 * @param teacher whose outputs take the place of labels in unlabelled data; null where there are
 *     labels
 * @param batch records at a time
 * @param samples most examples that are looked at
 * @param seed of the choice of examples
 * @param progress told after each batch
 */
public record EvidenceRequest(
    Model model,
    Coupling coupling,
    Dataset data,
    Task task,
    @Nullable Teacher teacher,
    int batch,
    int samples,
    long seed,
    Progress progress) {
  Dataset sample(int most) {
    return data.sample(Math.min(samples, most), seed);
  }
}
