package dev.espalier.adaptive;

import dev.espalier.model.Attributes;
import dev.espalier.model.DType;
import dev.espalier.model.Model;
import dev.espalier.model.ModelFormatException;
import dev.espalier.model.Tensor;
import dev.espalier.model.ValueInfo;
import dev.espalier.model.ValueInfo.Dim;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Writes a cascade as one model of standard operators that any ONNX Runtime runs.
 *
 * <p>Inputs and outputs are the original's, and one more output, {@code route} int64 [N]: the stage
 * that answered. Stage k runs; rows whose score is not at least the threshold are gathered
 * (NonZero, Gather); if there are any, the next stage answers these inside an If, and its answers
 * are put in their places (ScatterND). A score that is no number goes on. Batches may be empty.
 * Metadata are those of the last stage.
 */
public final class Join {
  /** The output that says which stage answered. */
  public static final String ROUTE = "route";

  /** The input of {@link #byEffort}. */
  public static final String EFFORT = "effort";

  private final Cascade cascade;
  private final Chain chain;
  private final Draft draft;
  private final List<String> thresholds = new ArrayList<>();

  private Join(Cascade cascade) {
    this.cascade = cascade;
    this.chain = cascade.chain();
    this.draft = Draft.of(chain.last().model().opset(), reserved(chain));
  }

  /**
   * {@return the joined model with these thresholds, one for every stage but the last: a row stops
   * where its score is at least that}
   *
   * @param cascade stages with their signals
   * @param thresholds one for every stage but the last
   */
  public static Model fixed(Cascade cascade, float... thresholds) {
    if (thresholds.length != cascade.scorings().size()) {
      throw new IllegalArgumentException(
          cascade.chain().size() + " stages need one threshold less, not " + thresholds.length);
    }
    Join join = new Join(cascade);
    for (int k = 0; k < thresholds.length; k++) {
      join.thresholds.add(
          join.draft.constant("route/threshold_" + k, Tensor.floats(new float[] {thresholds[k]})));
    }
    return join.model(List.of());
  }

  /**
   * {@return the joined model with a further scalar input, {@code effort} from 0 to 1, that chooses
   * the row of thresholds}
   *
   * @param cascade stages with their signals
   * @param table thresholds by effort
   */
  public static Model byEffort(Cascade cascade, EffortTable table) {
    Efforts.require(table, cascade);
    Join join = new Join(cascade);
    String row = Efforts.row(join.draft, EFFORT, table);
    for (int k = 0; k < cascade.scorings().size(); k++) {
      String column = join.draft.constant("route/thresholds_" + k, Efforts.column(table, k));
      join.thresholds.add(join.draft.node("Gather", Attributes.of("axis", 0), column, row));
    }
    return join.model(List.of(ValueInfo.of(EFFORT, DType.FLOAT)));
  }

  private Model model(List<ValueInfo> further) {
    Map<String, String> bound = new LinkedHashMap<>();
    chain.inputs().forEach(input -> bound.put(input.name(), input.name()));
    List<String> values = from(0, draft, new Arriving(bound, ""));
    List<ValueInfo> inputs = new ArrayList<>(chain.inputs());
    inputs.addAll(further);
    List<ValueInfo> outputs = new ArrayList<>(chain.answers());
    outputs.add(ValueInfo.of(ROUTE, DType.INT64, batch()));
    for (int i = 0; i < outputs.size(); i++) {
      draft.name(values.get(i), outputs.get(i).name());
    }
    Model original = chain.last().model();
    Map<String, Long> opsets = new LinkedHashMap<>();
    chain.stages().forEach(stage -> opsets.putAll(stage.model().opsets()));
    Model joined = Models.with(original, draft.graph(original.graph().name(), inputs, outputs));
    return new Model(
        joined.graph(),
        joined.irVersion(),
        opsets,
        joined.metadata(),
        joined.rest(),
        joined.ending());
  }

  /** Answers and route of the arriving rows, by stage {@code k} and those behind it. */
  private List<String> from(int k, Draft at, Arriving rows) {
    ChainStage stage = chain.stage(k);
    Map<String, String> made = Inlining.into(at, stage.name() + "/", stage.model(), rows.bound());
    List<String> own = new ArrayList<>();
    chain.answers().forEach(answer -> own.add(made.get(answer.name())));
    String first = own.get(0);
    own.add(at.fill(Tensor.vector(k), first));
    if (k == chain.size() - 1) {
      return own;
    }
    String before = cascade.compares(k) ? rows.before() : "";
    String score = cascade.scorings().get(k).write(at, stage, first, before);
    String sure = at.node("GreaterOrEqual", score, thresholds.get(k));
    String unsure = at.node("NonZero", at.node("Not", sure));
    String positions = at.node("Squeeze", unsure, at.vector(0));
    String count = at.node("Squeeze", at.node("Shape", positions), at.vector(0));
    String any = at.node("Greater", count, at.constant("route/none", Tensor.longs(new long[1])));
    Draft.Branch onwards = onwards(k, at.branch(), new Leaving(rows, made, own, positions));
    return at.choose(any, onwards, unchanged(at.branch(), own), types());
  }

  /** The branch in which some rows go on: their answers by later stages, put in their places. */
  private Draft.Branch onwards(int k, Draft at, Leaving leaving) {
    Map<String, String> bound = new LinkedHashMap<>();
    for (ValueInfo input : chain.readFrom(k + 1)) {
      bound.put(input.name(), leaving.gathered(at, leaving.rows.bound(), input.name()));
    }
    for (String carried : chain.stage(k).carried()) {
      bound.put(carried, leaving.gathered(at, leaving.made, carried));
    }
    String before = cascade.compares(k + 1) ? leaving.gathered(at, leaving.own.get(0)) : "";
    List<String> later = from(k + 1, at, new Arriving(bound, before));
    String places = at.node("Unsqueeze", leaving.positions, at.vector(1));
    List<String> all = new ArrayList<>();
    for (int i = 0; i < later.size(); i++) {
      all.add(at.node("ScatterND", leaving.own.get(i), places, later.get(i)));
    }
    return new Draft.Branch(at, all);
  }

  private static Draft.Branch unchanged(Draft at, List<String> own) {
    return new Draft.Branch(at, own.stream().map(value -> at.node("Identity", value)).toList());
  }

  private List<DType> types() {
    List<DType> types = new ArrayList<>();
    chain.answers().forEach(answer -> types.add(answer.type()));
    types.add(DType.INT64);
    return types;
  }

  private Dim batch() {
    return chain.answers().get(0).dims().get(0);
  }

  private static Set<String> reserved(Chain chain) {
    Set<String> names = new LinkedHashSet<>();
    chain.inputs().forEach(input -> names.add(input.name()));
    chain.answers().forEach(answer -> names.add(answer.name()));
    for (String own : List.of(ROUTE, EFFORT)) {
      if (!names.add(own)) {
        throw new ModelFormatException(
            "the models have an input or output '" + own + "', which a joined model needs itself");
      }
    }
    return names;
  }

  /**
   * Values of the rows that reach a stage: its inputs, and the first answer of the stage before.
   */
  private record Arriving(Map<String, String> bound, String before) {}

  /** What a stage leaves behind, and the positions of the rows that go on. */
  private record Leaving(
      Arriving rows, Map<String, String> made, List<String> own, String positions) {
    String gathered(Draft at, Map<String, String> values, String name) {
      return gathered(at, Objects.requireNonNull(values.get(name)));
    }

    String gathered(Draft at, String value) {
      return at.node("Gather", Attributes.of("axis", 0), value, positions);
    }
  }
}
