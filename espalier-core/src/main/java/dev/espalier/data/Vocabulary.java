package dev.espalier.data;

import dev.espalier.files.DataException;
import dev.espalier.files.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of a tokenizer.json (WordPiece, BPE, Unigram or WordLevel), and the same file with
 * some of them alone. A text whose tokens are all kept has the same tokens as before; every other
 * text is made of smaller pieces, down to letters and bytes, and what cannot be made of smaller
 * ones is kept, so that nothing becomes unknown that was known before. WordLevel has no pieces:
 * words that go are unknown.
 *
 * <p>Numbers keep their order: the n-th token kept has the number n. Cost: linear in the file.
 */
public final class Vocabulary {
  /** Under these keys post-processors hold numbers of marks. */
  private static final Set<String> MARKS = Set.of("ids", "sep", "cls");

  /** What texts are filled up with where the file does not say. */
  private static final int PADDING = 0;

  private final Path file;
  private final Map<String, Object> tree;
  private final Map<String, Object> model;
  private final Map<String, Integer> numbers;

  private Vocabulary(Path file, Map<String, Object> tree) {
    this.file = file;
    this.tree = tree;
    this.model = object(tree.get("model"), "model");
    this.numbers = numbers();
  }

  /**
   * {@return the vocabulary of the tokenizer that DATA's texts are read with}
   *
   * @param data a folder, a data file, or a YAML file
   * @throws DataException where there is none, or it cannot be read
   */
  public static Vocabulary of(Path data) {
    return read(DataSource.tokenizer(data));
  }

  @SuppressWarnings("unchecked") // JSON objects have texts as keys
  static Vocabulary read(Path file) {
    return new Vocabulary(file, (Map<String, Object>) Json.read(file, Map.class));
  }

  /**
   * {@return the numbers below a limit that are tokens'} Tokenizers number what is common first.
   *
   * @param below the limit
   */
  public Set<Integer> first(int below) {
    return numbers.values().stream()
        .filter(number -> number < below)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** {@return how many numbers the tokens take: the largest and one more} */
  public int size() {
    return numbers.values().stream().mapToInt(n -> n + 1).max().orElse(0);
  }

  /**
   * {@return the numbers of the tokens to keep, ascending: those that are used, and what the
   * tokenizer needs to make them and any other text}
   *
   * @param used numbers of tokens
   * @throws DataException where a number is no token's
   */
  public int[] kept(Collection<Integer> used) {
    Map<Integer, String> tokens = new LinkedHashMap<>();
    numbers.forEach((token, number) -> tokens.put(number, token));
    TreeSet<Integer> kept = new TreeSet<>();
    List<Integer> asked = new ArrayList<>(used);
    asked.addAll(special());
    for (int number : asked) {
      if (!tokens.containsKey(number)) {
        throw new DataException(
            file
                + " has no token of number "
                + number
                + ", which DATA or the file itself asks for; name the model's tokenizer");
      }
      kept.add(number);
    }
    if (tokens.containsKey(PADDING)) {
      kept.add(PADDING);
    }
    if (pieces()) {
      numbers.forEach(
          (token, number) -> {
            if (!torn(token)) {
              kept.add(number);
            }
          });
    }
    whole(kept, tokens);
    return kept.stream().mapToInt(Integer::intValue).toArray();
  }

  /**
   * Writes the tokenizer with these tokens alone, numbered from 0.
   *
   * @param kept numbers of tokens, ascending, as {@link #kept} gives them
   * @param out a file
   */
  public void write(int[] kept, Path out) {
    Map<Integer, Integer> renumbered = new LinkedHashMap<>();
    for (int i = 0; i < kept.length; i++) {
      renumbered.put(kept[i], i);
    }
    Map<String, Object> changed = new LinkedHashMap<>(tree);
    changed.replace("model", model(renumbered));
    changed.computeIfPresent("added_tokens", (key, value) -> added(list(value, key), renumbered));
    changed.computeIfPresent("post_processor", (key, value) -> marks(value, renumbered));
    changed.computeIfPresent("padding", (key, value) -> padding(object(value, key), renumbered));
    Json.write(changed, out);
  }

  private Map<String, Integer> numbers() {
    Map<String, Integer> all = new LinkedHashMap<>();
    Object vocabulary = model.get("vocab");
    if (vocabulary instanceof Map<?, ?> named) {
      named.forEach((token, number) -> all.put(String.valueOf(token), number(number)));
    } else {
      List<?> scored = list(vocabulary, "model.vocab");
      for (int i = 0; i < scored.size(); i++) {
        all.put(String.valueOf(list(scored.get(i), "model.vocab").get(0)), i);
      }
    }
    for (Map<String, Object> added : added()) {
      all.put(String.valueOf(added.get("content")), number(added.get("id")));
    }
    return all;
  }

  private List<Map<String, Object>> added() {
    List<Map<String, Object>> all = new ArrayList<>();
    if (tree.get("added_tokens") instanceof List<?> added) {
      added.forEach(token -> all.add(object(token, "added_tokens")));
    }
    return all;
  }

  /** Numbers of added tokens and of the one for what is unknown. */
  private List<Integer> special() {
    List<Integer> all = new ArrayList<>();
    added().forEach(added -> all.add(number(added.get("id"))));
    if (model.get("unk_token") instanceof String unknown && numbers.containsKey(unknown)) {
      all.add(numbers.get(unknown));
    }
    Stream.of(model.get("unk_id"), padding())
        .filter(Objects::nonNull)
        .forEach(id -> all.add(number(id)));
    marked(tree.get("post_processor"), all);
    return all;
  }

  private @Nullable Object padding() {
    return tree.get("padding") instanceof Map<?, ?> padding ? padding.get("pad_id") : null;
  }

  /** Numbers of the marks that a post-processor sets. */
  private void marked(@Nullable Object node, List<Integer> all) {
    if (node instanceof List<?> several) {
      several.forEach(one -> marked(one, all));
    } else if (node instanceof Map<?, ?> object) {
      object.forEach(
          (key, value) -> {
            if (MARKS.contains(String.valueOf(key)) && value instanceof List<?> mark) {
              mark.stream().filter(Number.class::isInstance).forEach(id -> all.add(number(id)));
            } else {
              marked(value, all);
            }
          });
    }
  }

  /** {@return whether words that are no token are made of smaller tokens} WordLevel knows none. */
  public boolean pieces() {
    return !text("type").equals("WordLevel");
  }

  /** Whether a token could be made of others: of more than one letter, all of them tokens. */
  private boolean torn(String token) {
    String prefix = text("continuing_subword_prefix");
    String suffix = text("end_of_word_suffix");
    boolean inside = !prefix.isEmpty() && token.startsWith(prefix);
    boolean last = !suffix.isEmpty() && token.endsWith(suffix);
    int end = token.length() - (last ? suffix.length() : 0);
    String bare =
        end < 0 ? token : token.substring(inside ? Math.min(prefix.length(), end) : 0, end);
    int[] letters = bare.codePoints().toArray();
    if (letters.length <= 1 || bare.matches("<0x[0-9A-F]{2}>")) {
      return false;
    }
    for (int i = 0; i < letters.length; i++) {
      String letter =
          (i > 0 || inside ? prefix : "")
              + Character.toString(letters[i])
              + (last && i == letters.length - 1 ? suffix : "");
      if (!numbers.containsKey(letter)) {
        return false;
      }
    }
    return true;
  }

  /** Of BPE: the parts of each token, in every way that it is merged, and theirs. */
  private void whole(TreeSet<Integer> kept, Map<Integer, String> tokens) {
    Map<String, List<String>> parts = new LinkedHashMap<>();
    for (Object merge : merges()) {
      String[] pair = pair(merge);
      List<String> of = parts.computeIfAbsent(merged(pair), token -> new ArrayList<>());
      of.add(pair[0]);
      of.add(pair[1]);
    }
    List<Integer> open = new ArrayList<>(kept);
    while (!open.isEmpty()) {
      String token = Objects.requireNonNull(tokens.get(open.remove(open.size() - 1)));
      for (String part : parts.getOrDefault(token, List.of())) {
        Integer number = numbers.get(part);
        if (number != null && kept.add(number)) {
          open.add(number);
        }
      }
    }
  }

  private List<?> merges() {
    return model.get("merges") instanceof List<?> merges ? merges : List.of();
  }

  /** A merge is written as two words, or as a list of two. */
  private String[] pair(Object merge) {
    if (merge instanceof List<?> two && two.size() == 2) {
      return new String[] {String.valueOf(two.get(0)), String.valueOf(two.get(1))};
    }
    String[] words = String.valueOf(merge).split(" ", -1);
    if (words.length != 2) {
      throw refusal("model.merges: '" + merge + "' is no pair of tokens");
    }
    return words;
  }

  private String merged(String[] pair) {
    String prefix = text("continuing_subword_prefix");
    boolean inside = !prefix.isEmpty() && pair[1].startsWith(prefix);
    return pair[0] + (inside ? pair[1].substring(prefix.length()) : pair[1]);
  }

  private Map<String, Object> model(Map<Integer, Integer> renumbered) {
    Map<String, Object> changed = new LinkedHashMap<>(model);
    if (model.get("vocab") instanceof Map<?, ?> named) {
      Map<String, Object> vocabulary = new LinkedHashMap<>();
      named.forEach(
          (token, number) -> {
            Integer now = renumbered.get(number(number));
            if (now != null) {
              vocabulary.put(String.valueOf(token), now);
            }
          });
      changed.put("vocab", vocabulary);
    } else {
      List<?> scored = list(model.get("vocab"), "model.vocab");
      List<Object> left = new ArrayList<>();
      renumbered.keySet().stream()
          .filter(n -> n < scored.size())
          .forEach(n -> left.add(scored.get(n)));
      changed.put("vocab", left);
      changed.computeIfPresent("unk_id", (key, unknown) -> renumbered.get(number(unknown)));
    }
    if (model.get("merges") instanceof List<?>) {
      changed.put("merges", merges().stream().filter(merge -> keeps(merge, renumbered)).toList());
    }
    return changed;
  }

  private boolean keeps(Object merge, Map<Integer, Integer> renumbered) {
    String[] pair = pair(merge);
    return List.of(pair[0], pair[1], merged(pair)).stream()
        .map(numbers::get)
        .allMatch(number -> number != null && renumbered.containsKey(number));
  }

  private List<Object> added(List<?> tokens, Map<Integer, Integer> renumbered) {
    List<Object> changed = new ArrayList<>();
    for (Object token : tokens) {
      Map<String, Object> one = new LinkedHashMap<>(object(token, "added_tokens"));
      one.computeIfPresent("id", (key, id) -> renumbered.get(number(id)));
      changed.add(one);
    }
    return changed;
  }

  private Map<String, Object> padding(
      Map<String, Object> padding, Map<Integer, Integer> renumbered) {
    Map<String, Object> changed = new LinkedHashMap<>(padding);
    changed.computeIfPresent("pad_id", (key, id) -> renumbered.get(number(id)));
    return changed;
  }

  /** Post-processors hold the numbers of marks in {@code ids: […]} and {@code sep: [text, id]}. */
  private @Nullable Object marks(@Nullable Object node, Map<Integer, Integer> renumbered) {
    if (node instanceof List<?> several) {
      List<Object> changed = new ArrayList<>();
      several.forEach(one -> changed.add(marks(one, renumbered)));
      return changed;
    }
    if (!(node instanceof Map<?, ?>)) {
      return node;
    }
    Map<String, Object> changed = new LinkedHashMap<>();
    object(node, "post_processor")
        .forEach(
            (key, value) -> {
              changed.put(
                  key,
                  MARKS.contains(key) && value instanceof List<?> list
                      ? list.stream()
                          .map(v -> v instanceof Number n ? renumbered.get(number(n)) : v)
                          .toList()
                      : marks(value, renumbered));
            });
    return changed;
  }

  private String text(String key) {
    return model.get(key) instanceof String text ? text : "";
  }

  @SuppressWarnings("unchecked") // JSON objects have texts as keys
  private Map<String, Object> object(@Nullable Object value, String key) {
    if (value instanceof Map<?, ?> map) {
      return (Map<String, Object>) map;
    }
    throw refusal(key + " is no object");
  }

  private List<?> list(@Nullable Object value, String key) {
    if (value instanceof List<?> list) {
      return list;
    }
    throw refusal(key + " is no list");
  }

  private int number(@Nullable Object value) {
    if (value instanceof Number number
        && number.longValue() >= 0
        && number.longValue() <= Integer.MAX_VALUE) {
      return number.intValue();
    }
    throw refusal(value + " is no number of a token");
  }

  private DataException refusal(String why) {
    return new DataException(file + " is no tokenizer.json whose tokens can be chosen: " + why);
  }
}
