package dev.espalier.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One operator of a graph.
 *
 * @param name as in the file; may be empty or repeated (use {@link #key()} to identify, {@link
 *     #label()} to show)
 * @param domain empty for the standard operators
 * @param op operator type, as ONNX spells it
 * @param inputs value names; an empty name is an omitted optional input
 * @param outputs value names; an empty name is an output not asked for
 * @param attributes in the file's order
 * @param rest serialised {@code NodeProto} with everything not listed here (documentation,
 *     metadata, unknown fields)
 */
public record Node(
    String name,
    String domain,
    String op,
    List<String> inputs,
    List<String> outputs,
    Map<String, Attribute> attributes,
    byte[] rest) {
  public Node {
    domain = domain.equals("ai.onnx") ? "" : domain;
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
  }

  /**
   * A standard operator without attributes.
   *
   * @param op operator of ONNX's standard set
   * @param name of the node; may be empty
   * @param inputs names of the values that it reads
   * @param outputs names of the values that it makes
   * @return a node without attributes
   */
  public static Node of(String op, String name, List<String> inputs, List<String> outputs) {
    return new Node(name, "", op, inputs, outputs, Map.of(), new byte[0]);
  }

  /**
   * {@return what identifies the node in its graph: its first named output (each value has one
   * producer)}
   */
  public String key() {
    for (String output : outputs) {
      if (!output.isEmpty()) {
        return output;
      }
    }
    return name;
  }

  /** {@return what a person should read: the name, or the key where the file gives none} */
  public String label() {
    return name.isEmpty() ? key() : name;
  }

  /**
   * {@return whether this is the standard operator {@code op}}
   *
   * @param wanted name of an operator of ONNX's standard set
   */
  public boolean is(String wanted) {
    return domain.isEmpty() && op.equals(wanted);
  }

  /** {@return the operator with its domain before it, as {@code com.microsoft.Gelu}} */
  public String qualified() {
    return domain.isEmpty() ? op : domain + "." + op;
  }

  /**
   * A node of a {@link #qualified} operator of which nothing else is known.
   *
   * @param qualified operator with its domain before it
   * @return a node without inputs and outputs
   */
  public static Node anonymous(String qualified) {
    int dot = qualified.lastIndexOf('.');
    String domain = dot < 0 ? "" : qualified.substring(0, dot);
    String op = qualified.substring(dot + 1);
    return new Node("", domain, op, List.of(), List.of(), Map.of(), new byte[0]);
  }

  /**
   * {@return name of the i-th input, empty where it is omitted}
   *
   * @param i counted from 0
   */
  public String input(int i) {
    return i < inputs.size() ? inputs.get(i) : "";
  }

  /**
   * {@return whether something stands at input {@code i}, counted from 0}
   *
   * @param i counted from 0
   */
  public boolean hasInput(int i) {
    return !input(i).isEmpty();
  }

  /**
   * {@return name of the i-th output, empty where it is not asked for}
   *
   * @param i counted from 0
   */
  public String output(int i) {
    return i < outputs.size() ? outputs.get(i) : "";
  }

  /**
   * A whole number; {@code otherwise} where the node does not have it.
   *
   * @param key name of the attribute
   * @param otherwise taken where the node does not have the attribute
   * @return the number
   */
  public long intAttr(String key, long otherwise) {
    return attributes.get(key) instanceof Attribute.IntValue v ? v.value() : otherwise;
  }

  /**
   * A number; {@code otherwise} where the node does not have it.
   *
   * @param key name of the attribute
   * @param otherwise taken where the node does not have the attribute
   * @return the number
   */
  public float floatAttr(String key, float otherwise) {
    return attributes.get(key) instanceof Attribute.FloatValue v ? v.value() : otherwise;
  }

  /**
   * A text; {@code otherwise} where the node does not have it.
   *
   * @param key name of the attribute
   * @param otherwise taken where the node does not have the attribute
   * @return the text
   */
  public String stringAttr(String key, String otherwise) {
    return attributes.get(key) instanceof Attribute.StringValue v ? v.value() : otherwise;
  }

  /**
   * {@return the integers of an attribute; null where it is absent}
   *
   * @param key name of the attribute
   */
  public long @Nullable [] intsAttr(String key) {
    return attributes.get(key) instanceof Attribute.Ints v
        ? v.values().stream().mapToLong(Long::longValue).toArray()
        : null;
  }

  /**
   * {@return the same with one more attribute, or another value of it}
   *
   * @param key name of the attribute
   * @param value of the attribute
   */
  public Node withAttribute(String key, Attribute value) {
    Map<String, Attribute> changed = new LinkedHashMap<>(attributes);
    changed.put(key, value);
    return new Node(name, domain, op, inputs, outputs, changed, rest);
  }

  /**
   * {@return the same without an attribute}
   *
   * @param key name of the attribute
   */
  public Node withoutAttribute(String key) {
    Map<String, Attribute> changed = new LinkedHashMap<>(attributes);
    changed.remove(key);
    return new Node(name, domain, op, inputs, outputs, changed, rest);
  }

  /**
   * {@return the same with other inputs}
   *
   * @param changed names of the values that it reads
   */
  public Node withInputs(List<String> changed) {
    return new Node(name, domain, op, changed, outputs, attributes, rest);
  }

  /**
   * {@return the same node with inputs by other names, where the map has one}
   *
   * @param names new names by old ones
   */
  public Node reading(Map<String, String> names) {
    return inputs.stream().anyMatch(names::containsKey)
        ? withInputs(inputs.stream().map(i -> names.getOrDefault(i, i)).toList())
        : this;
  }

  /**
   * {@return the same node with outputs by other names, where the map has one}
   *
   * @param names new names by old ones
   */
  public Node making(Map<String, String> names) {
    List<String> changed = outputs.stream().map(o -> names.getOrDefault(o, o)).toList();
    return new Node(name, domain, op, inputs, changed, attributes, rest);
  }

  /**
   * {@return the same node with its i-th input renamed; the list grows with omitted inputs as
   * needed}
   *
   * @param i counted from 0
   * @param value name that is read there
   */
  public Node withInput(int i, String value) {
    List<String> changed = new java.util.ArrayList<>(inputs);
    while (changed.size() <= i) {
      changed.add("");
    }
    changed.set(i, value);
    return withInputs(changed);
  }

  @Override
  public String toString() {
    return op + " " + label();
  }
}
