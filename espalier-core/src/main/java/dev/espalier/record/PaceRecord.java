package dev.espalier.record;

import java.util.List;

/**
 * The pace of a run's trainings, and how it was found.
 *
 * @param optimizer how weights moved
 * @param learningRate highest
 * @param normalised whether layers had a normalisation while they were trained, folded afterwards
 * @param distill weight of imitating the original
 * @param clip largest norm of the gradient; 0 for any
 * @param seconds that finding it took, trainings that did worse included; 0 where the recipe said
 *     all
 * @param why a sentence each, for a person
 */
public record PaceRecord(
    String optimizer,
    double learningRate,
    boolean normalised,
    double distill,
    double clip,
    double seconds,
    List<String> why) {
  public PaceRecord {
    why = Copies.list(why);
  }
}
