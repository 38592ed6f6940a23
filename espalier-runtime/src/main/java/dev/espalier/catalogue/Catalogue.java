package dev.espalier.catalogue;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * All methods of one kind, by name, in the order in which a person should read them.
 *
 * @param <T> kind of its members
 */
public final class Catalogue<T extends Named> {
  private final String kind;
  private final Map<String, T> members;

  private Catalogue(String kind, Map<String, T> members) {
    this.kind = kind;
    this.members = Collections.unmodifiableMap(members);
  }

  /**
   * A catalogue of these members; throws where two have one name.
   *
   * @param kind of the members, in the singular, for messages: {@code criterion}
   * @param members in the order in which a person should read them
   * @param <T> kind of the members
   * @return a catalogue that nothing can be added to
   */
  @SafeVarargs
  public static <T extends Named> Catalogue<T> of(String kind, T... members) {
    Map<String, T> map = new LinkedHashMap<>();
    for (T member : members) {
      put(kind, map, member);
    }
    return new Catalogue<>(kind, map);
  }

  /**
   * The same with members that other jars add, behind those given here: classes with a constructor
   * without parameters that they name in {@code META-INF/services/}, or provide as a module.
   *
   * @param kind of the members, in the singular, for messages
   * @param brought {@code ServiceLoader.load(...)} as made by the caller, whose module is the one
   *     that {@code uses} the service
   * @param members of the house, in the order in which a person should read them
   * @param <T> kind of the members
   * @return a catalogue of the members given here and, behind them, of those brought
   */
  @SafeVarargs
  public static <T extends Named> Catalogue<T> open(
      String kind, ServiceLoader<T> brought, T... members) {
    Map<String, T> map = new LinkedHashMap<>();
    for (T member : members) {
      put(kind, map, member);
    }
    brought.forEach(member -> put(kind, map, member));
    return new Catalogue<>(kind, map);
  }

  private static <T extends Named> void put(String kind, Map<String, T> map, T member) {
    if (map.put(member.name(), member) != null) {
      throw new IllegalArgumentException("two " + kind + " methods are named " + member.name());
    }
  }

  /**
   * {@return the member of this name; empty where there is none}
   *
   * @param name as a recipe writes it
   */
  public Optional<T> find(String name) {
    return Optional.ofNullable(members.get(name));
  }

  /**
   * {@return the member of a name that was checked before}
   *
   * @param name of one of the members
   * @throws IllegalArgumentException for other names
   */
  public T require(String name) {
    return find(name)
        .orElseThrow(
            () -> new IllegalArgumentException("no " + kind + " '" + name + "' among " + names()));
  }

  /** {@return names of all members, in order} */
  public List<String> names() {
    return List.copyOf(members.keySet());
  }

  /** {@return all members, in order} */
  public List<T> members() {
    return List.copyOf(members.values());
  }

  /**
   * One line a member.
   *
   * @return name, summary and source of each member, in order
   */
  public List<Method> methods() {
    return members.values().stream()
        .map(m -> new Method(kind, m.name(), m.summary(), m.source()))
        .toList();
  }
}
