package dev.espalier.recipe;

import dev.espalier.task.MetricNames;
import java.util.List;

/** Which values a setting may have. */
sealed interface Allowed {
  /** Null if the value may be, else nothing; words for a person are in {@link #words()}. */
  boolean permits(Object value);

  /** What is allowed, for a person: {@code one of a, b, c}. */
  String words();

  /** The same, with what each word means. */
  default String told() {
    return words();
  }

  /** Why a value may not be, where there is more to say than what is allowed; empty elsewhere. */
  default String why(Object value) {
    return "";
  }

  /** Targets as {@link Aim#parse} reads them. */
  record Aims() implements Allowed {
    @Override
    public boolean permits(Object value) {
      return why(value).isEmpty();
    }

    @Override
    public String why(Object value) {
      try {
        ((List<?>) value).forEach(text -> Aim.parse(String.valueOf(text)));
        return "";
      } catch (RecipeException e) {
        return String.valueOf(e.getMessage());
      }
    }

    @Override
    public String words() {
      return "targets such as bytes=0.3 or, soft, latency~0.6: "
          + String.join(", ", EnumWords.of(Target.sizes()));
    }
  }

  /** One of some names; {@code open} where others may be added by a catalogue. */
  record Names(List<String> names, boolean open) implements Allowed {
    @Override
    public boolean permits(Object value) {
      return open || names.contains(value);
    }

    @Override
    public String words() {
      return open
          ? String.join(", ", names) + ", or a name from `espalier methods`"
          : "one of " + String.join(", ", names);
    }
  }

  /** One of the words that some constants stand for. */
  record Constants(List<? extends Word> constants) implements Allowed {
    @Override
    public boolean permits(Object value) {
      return constants.stream().anyMatch(c -> c.word().equals(value));
    }

    @Override
    public String words() {
      return "one of " + String.join(", ", EnumWords.of(constants));
    }

    @Override
    public String told() {
      return "one of " + EnumWords.listed(constants);
    }
  }

  /** A number from low to high; the bounds themselves count unless they are open. */
  record Range(double low, double high, boolean lowOpen, boolean highOpen) implements Allowed {
    @Override
    public boolean permits(Object value) {
      double number = ((Number) value).doubleValue();
      boolean above = lowOpen ? number > low : number >= low;
      boolean below = highOpen ? number < high : number <= high;
      return above && below && Double.isFinite(number);
    }

    @Override
    public String words() {
      String from = (lowOpen ? "more than " : "at least ") + RecipeYaml.number(low);
      if (Double.isInfinite(high)) {
        return from;
      }
      return from + (highOpen ? " and less than " : " and at most ") + RecipeYaml.number(high);
    }
  }

  /** A metric's name, or auto. */
  record Metric() implements Allowed {
    @Override
    public boolean permits(Object value) {
      return why(value).isEmpty();
    }

    @Override
    public String why(Object value) {
      String name = String.valueOf(value);
      boolean known = name.equals(Recipe.AUTO) || MetricNames.all().contains(name);
      return known ? "" : MetricNames.refusal(name, MetricNames.all());
    }

    @Override
    public String words() {
      return "auto, or a metric: accuracy, macro-f1, hr@10, relative-mse …";
    }
  }

  /** {@code auto}, or a whole number of at least 1. */
  record AutoOrWhole() implements Allowed {
    private static final int MOST_DIGITS = 6;

    @Override
    public boolean permits(Object value) {
      String text = String.valueOf(value);
      return text.equals(Recipe.AUTO)
          || (text.matches("[1-9]\\d*") && text.length() <= MOST_DIGITS);
    }

    @Override
    public String words() {
      return "auto, or a whole number of at least 1";
    }
  }

  /** Any value of the setting's type. */
  record Anything(String words) implements Allowed {
    @Override
    public boolean permits(Object value) {
      return true;
    }
  }

  static Allowed oneOf(String... names) {
    return new Names(List.of(names), false);
  }

  static Allowed oneOf(Word... constants) {
    return new Constants(List.of(constants));
  }

  static Allowed named(String... names) {
    return new Names(List.of(names), true);
  }

  static Allowed between(double low, double high) {
    return new Range(low, high, false, false);
  }

  static Allowed aboveTo(double low, double high) {
    return new Range(low, high, true, false);
  }

  static Allowed below(double low, double high) {
    return new Range(low, high, false, true);
  }

  static Allowed autoOrWhole() {
    return new AutoOrWhole();
  }

  static Allowed anything(String words) {
    return new Anything(words);
  }
}
