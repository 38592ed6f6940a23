package dev.espalier.cli;

import dev.espalier.progress.TrialNews;
import java.time.Duration;
import java.util.Locale;

/** A trial as a line of a log, or before a bar. */
final class TrialText {
  private TrialText() {}

  /** All there is to say of a trial that ended. */
  static String ended(TrialNews news) {
    StringBuilder text = new StringBuilder(named(news)).append(": ").append(news.aim());
    if (!Double.isNaN(news.before())) {
      text.append(", ").append(metric(news, news.before())).append(" after the cut");
    }
    if (!Double.isNaN(news.after())) {
      text.append(", ").append(metric(news, news.after())).append(" after tuning");
    }
    text.append(", ").append(news.verdict());
    if (!news.best().isEmpty()) {
      text.append("; best so far ").append(news.best());
    }
    return text.append(left(news)).toString();
  }

  /** What is being done, for a line while it goes on. */
  static String under(TrialNews news) {
    String cut =
        Double.isNaN(news.before()) ? "" : ", " + metric(news, news.before()) + " after the cut";
    return named(news) + ", " + news.aim() + cut;
  }

  /** The same in few words. */
  static String brief(TrialNews news) {
    String cut = Double.isNaN(news.before()) ? "" : ", " + metric(news, news.before());
    return "trial " + news.number() + (news.about() == 0 ? "" : " of " + news.about()) + cut;
  }

  /** What is known of the trials so far, while one goes on. */
  static String soFar(TrialNews news) {
    return (news.best().isEmpty() ? "" : "; best so far " + news.best()) + left(news);
  }

  private static String named(TrialNews news) {
    return "trial " + news.number() + (news.about() == 0 ? "" : " of about " + news.about());
  }

  private static String metric(TrialNews news, double value) {
    return String.format(Locale.ROOT, "%s %.4f", news.metric(), value);
  }

  private static String left(TrialNews news) {
    boolean known = news.secondsLeft() > 0;
    long nanos = known ? Duration.ofMillis(Math.round(1e3 * news.secondsLeft())).toNanos() : 0;
    return known ? "; about " + TimeText.text(nanos) + " left for all trials" : "";
  }
}
