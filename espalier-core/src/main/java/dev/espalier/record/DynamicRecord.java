package dev.espalier.record;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a dynamic model is and does: its members, how a row's way is chosen, what that saves and
 * what is guaranteed.
 *
 * @param signal by which a stage is sure, with its temperature, for a person
 * @param members in the order in which a row meets them, the last one the model that is never left
 *     early; a member that was tried and not used has no stage
 * @param candidates chains and signals that were compared on the choice part, the best first
 * @param guarantee what holds for the chosen thresholds, and how that is known
 * @param efforts the curve from stopping at the first chance to never stopping early, on the final
 *     examples
 * @param shares of the final examples, by the stage that answered
 * @param latency original and dynamic in one interleaved run over real records
 * @param stress accuracy and rows sent on when the inputs are disturbed
 * @param easy final examples of which the first stage is surest
 * @param hard those that went all the way and of which it is least sure
 * @param equality that the file does what choosing row by row by hand does
 * @param offers what could have been written, each timed as a file; the one that was written among
 *     them
 */
public record DynamicRecord(
    String signal,
    List<Member> members,
    List<Candidate> candidates,
    Guarantee guarantee,
    List<Effort> efforts,
    List<Share> shares,
    List<Timing> latency,
    List<Stress> stress,
    List<Case> easy,
    List<Case> hard,
    CertificateRecord equality,
    List<Offer> offers) {
  public DynamicRecord {
    signal = Copies.text(signal);
    members = Copies.list(members);
    candidates = Copies.list(candidates);
    efforts = Copies.list(efforts);
    shares = Copies.list(shares);
    latency = Copies.list(latency);
    stress = Copies.list(stress);
    easy = Copies.list(easy);
    hard = Copies.list(hard);
    offers = Copies.list(offers);
  }

  /**
   * One model that rows may be answered by, alone: a static result.
   *
   * @param name of the member
   * @param file relative to the run folder
   * @param sha256 of the file
   * @param kind how it came about: static (a search found it), variant, exit, given or original
   * @param stage its place in the chain; -1 where it is not used
   * @param macs of one record that it answers, alone
   * @param bytes of its file
   * @param metric on the final examples
   * @param drop against the original there
   * @param certificate that its cut is exact; null where nothing was cut
   */
  public record Member(
      String name,
      String file,
      String sha256,
      String kind,
      int stage,
      long macs,
      long bytes,
      double metric,
      @Nullable Drop drop,
      @Nullable CertificateRecord certificate) {}

  /** {@return the member that answers everything; empty where rows choose} */
  public Optional<String> alone() {
    return offers.stream()
        .filter(o -> o.written() && o.chain().size() == 1)
        .map(o -> o.chain().get(0))
        .findFirst();
  }

  /**
   * A model that could have been written: a chain, or a member alone.
   *
   * @param chain names of the members that answer, in order; one where it answers everything
   * @param basis what its loss rests on: proof, estimate, judged, spending or none
   * @param time mean of a call at the recipe's batch on the choice part, as a share of the
   *     original's in the same interleaved run
   * @param written whether it was taken
   */
  public record Offer(List<String> chain, String basis, double time, boolean written) {
    public Offer {
      chain = Copies.list(chain);
    }
  }

  /**
   * A chain with its signal, and what both come to on the choice part.
   *
   * @param chain names of the members, in order
   * @param signal with its temperature
   * @param cost expected, as a share of the original's
   * @param drop expected on the choice part
   * @param note why it was not taken; empty for the one that was
   */
  public record Candidate(
      List<String> chain, String signal, double cost, double drop, String note) {
    public Candidate {
      chain = Copies.list(chain);
      note = Copies.text(note);
    }
  }

  /**
   * What is known of the loss at the chosen thresholds.
   *
   * @param allowed loss of the metric; NaN where a cost was asked for instead
   * @param delta probability that it is broken; NaN where the choice is an estimate without a
   *     guarantee
   * @param estimate of the loss on the calibration part
   * @param bound upper confidence bound of the loss there; NaN where there is none
   * @param effort the calibrated point, 0 to 1
   * @param examples in the calibration part
   * @param words for a person
   */
  public record Guarantee(
      double allowed,
      double delta,
      double estimate,
      double bound,
      double effort,
      long examples,
      String words) {}

  /**
   * Cost and metric of the dynamic model at one effort.
   *
   * @param effort 0 to 1
   * @param macs mean over the final examples, as a share of the original's
   * @param metric on the final examples
   * @param gain by how much less is lost than one effort before, on the same examples; NaN for the
   *     first
   * @param gainError standard error of that
   */
  public record Effort(double effort, double macs, double metric, double gain, double gainError) {}

  /**
   * Which stages answer the records of one class.
   *
   * @param name of a class, or {@code all}
   * @param records of it
   * @param stages share of them answered by each stage
   */
  public record Share(String name, long records, List<Double> stages) {
    public Share {
      stages = Copies.list(stages);
    }
  }

  /**
   * Latency of original and dynamic model at one batch size, measured in one interleaved run.
   *
   * @param original of calls that follow each other through the final examples
   * @param dynamic of the same calls
   * @param speedup mean time of the original over the dynamic model's
   */
  public record Timing(
      Figures.LatencyFigure original, Figures.LatencyFigure dynamic, double speedup) {}

  /**
   * Metrics of original and dynamic model on inputs disturbed in one way, at one strength.
   *
   * @param kind of disturbance
   * @param strength 0 (none) to 5
   * @param original metric of the original
   * @param dynamic metric of the dynamic model
   * @param sentOn share of rows that passed the first stage
   */
  public record Stress(String kind, int strength, double original, double dynamic, double sentOn) {}

  /**
   * One final example.
   *
   * @param record its number among them
   * @param label what it should be; empty where there is no label
   * @param first what the first stage says
   * @param answer what the model answers
   * @param shown the input, for a person
   */
  public record Case(
      int record, String label, String first, String answer, AnswersRecord.Shown shown) {}
}
