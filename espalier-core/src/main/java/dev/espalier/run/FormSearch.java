package dev.espalier.run;

import dev.espalier.cut.Names;
import dev.espalier.data.Dataset;
import dev.espalier.judge.Gate;
import dev.espalier.measure.Latency;
import dev.espalier.measure.LatencyRequest;
import dev.espalier.model.Model;
import dev.espalier.onnx.OnnxWriter;
import dev.espalier.progress.Progress;
import dev.espalier.quantise.Calibration;
import dev.espalier.quantise.Calibrations;
import dev.espalier.quantise.Form;
import dev.espalier.quantise.LayerHarm;
import dev.espalier.quantise.QuantPlan;
import dev.espalier.quantise.Quantisable;
import dev.espalier.quantise.Quantised;
import dev.espalier.quantise.StaticGrids;
import dev.espalier.recipe.CutSettings;
import dev.espalier.recipe.QuantKind;
import dev.espalier.recipe.Recipe;
import dev.espalier.recipe.Target;
import dev.espalier.record.StepRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which layers of a model get which form: forms are tried on all layers at once, the fastest that
 * keeps the metric is taken; layers that lose too much, or do not pay in time, stay float.
 */
final class FormSearch {
  /** A time that is shorter by less than this is not told apart from noise. */
  private static final double NOTICED = 0.02;

  /** A file that is smaller by a quarter or more … */
  private static final double WORTH = 0.75;

  /** … may take so much longer. */
  private static final double SPARED = 0.05;

  private final Model ready;
  private final @Nullable Gate gate;
  private final @Nullable Dataset samples;
  private final Setting setting;
  private final Map<String, Quantisable> layers;
  private final @Nullable StaticGrids grids;
  private final List<Tried> tried = new ArrayList<>();

  /**
   * What a search follows.
   *
   * @param recipe of the run
   * @param timing how calls are timed
   * @param before how many models the gate has judged already
   * @param progress is told what is being tried
   */
  record Setting(Recipe recipe, LatencyRequest timing, int before, Progress progress) {}

  /**
   * @param ready model to quantise
   * @param gate judges on examples; null without data
   * @param samples to find ranges on; null without data
   * @param setting what it follows
   */
  FormSearch(Model ready, @Nullable Gate gate, @Nullable Dataset samples, Setting setting) {
    this.ready = ready;
    this.gate = gate;
    this.samples = samples;
    this.setting = setting;
    this.layers = chosen(ready, setting.recipe.cut());
    this.grids =
        samples == null || !wants(QuantKind.STATIC)
            ? null
            : StaticGrids.of(ready, samples, setting.timing.threads());
  }

  /** Those that the recipe does not exclude. */
  private static Map<String, Quantisable> chosen(Model ready, CutSettings cut) {
    Map<String, Quantisable> layers = Quantisable.byKey(ready.graph());
    layers
        .values()
        .removeIf(
            layer -> {
              List<String> names =
                  List.of(layer.node().label(), layer.node().key(), layer.weights());
              boolean in = cut.include().isEmpty() || Names.anyMatches(names, cut.include());
              return !in || Names.anyMatches(names, cut.exclude());
            });
    return layers;
  }

  /**
   * One plan with what is known of it.
   *
   * @param name what was tried, for a person
   * @param calibration that its grids came from
   * @param time against the float model's
   * @param judgement null without data
   */
  record Tried(
      String name,
      Calibration calibration,
      QuantPlan plan,
      Model model,
      double time,
      long bytes,
      Gate.@Nullable Judgement judgement) {
    boolean accepted() {
      return judgement == null || judgement.accepted();
    }

    double excess() {
      return judgement == null ? 0 : judgement.excess();
    }

    Size size() {
      return new Size(time, bytes);
    }

    private StepRecord step(int number, long macs, long parameters) {
      List<String> reasons = new ArrayList<>();
      reasons.add(String.format(Locale.ROOT, "%s: %.2f of the time, %,d bytes", name, time, bytes));
      if (judgement != null) {
        reasons.add(judgement.reason());
      }
      return new StepRecord(
          number,
          1,
          accepted() ? "accept" : "reject",
          reasons,
          macs,
          parameters,
          Double.NaN,
          judgement == null ? Double.NaN : judgement.metric(),
          List.of(),
          0,
          0);
    }
  }

  /**
   * What a model takes.
   *
   * @param time against another's
   * @param bytes of its file
   */
  record Size(double time, long bytes) {
    /**
     * By time as far as it is noticed, then by bytes.
     *
     * @param small by bytes alone
     */
    int compare(Size other, boolean small) {
      boolean alike = Math.abs(time - other.time) <= NOTICED * Math.max(time, other.time);
      return alike || small ? Long.compare(bytes, other.bytes) : Double.compare(time, other.time);
    }
  }

  /** {@return every plan that was tried, in order} */
  List<Tried> tried() {
    return List.copyOf(tried);
  }

  /**
   * {@return every plan that was tried as a step of the run}
   *
   * @param macs of the model
   * @param parameters of the model
   */
  List<StepRecord> steps(long macs, long parameters) {
    List<StepRecord> steps = new ArrayList<>();
    for (Tried one : tried) {
      steps.add(one.step(setting.before + steps.size() + 1, macs, parameters));
    }
    return steps;
  }

  /** {@return why nothing was found, for a person} */
  String nothing() {
    if (tried.isEmpty()) {
      return "no layer can have the form that was asked for";
    }
    return tried.stream().noneMatch(Tried::accepted)
        ? "none of "
            + tried.size()
            + " ways to fewer bits keeps the metric (a larger --max-drop, or more examples to decide on, would help)"
        : "fewer bits do not pay here: none of "
            + tried.size()
            + " ways takes less time or a smaller file";
  }

  /**
   * {@return the fastest plan that keeps the metric, where bytes are aimed at the smallest; empty
   * where none does, or none takes less time or a smaller file than the original}
   */
  Optional<Tried> found() {
    List<Tried> good = new ArrayList<>();
    for (Form form : forms()) {
      Tried whole =
          form == Form.STATIC ? bestCalibration() : trial(form.word(), only(form), first());
      (whole.accepted() ? Optional.of(whole) : without(whole)).ifPresent(good::add);
    }
    Optional<Tried> best = good.stream().min(this::compare);
    long bytes = OnnxWriter.bytes(ready).length;
    return best.map(this::tables)
        .map(this::paying)
        .filter(b -> b.time < 1 - NOTICED || b.bytes < (1 - NOTICED) * bytes);
  }

  private int compare(Tried a, Tried b) {
    return a.size().compare(b.size(), small());
  }

  private boolean small() {
    return setting.recipe.goal().led() == Target.BYTES;
  }

  private List<Form> forms() {
    List<Form> forms = new ArrayList<>();
    for (Form form : List.of(Form.STATIC, Form.DYNAMIC, Form.WEIGHTS, Form.HALF)) {
      boolean possible = form != Form.STATIC || grids != null;
      if (possible && wants(QuantKind.valueOf(form.name())) && !only(form).isEmpty()) {
        forms.add(form);
      }
    }
    return forms;
  }

  private boolean wants(QuantKind kind) {
    QuantKind asked = setting.recipe.quant().kind();
    return asked == QuantKind.AUTO || asked == kind;
  }

  private Map<String, Form> only(Form form) {
    Map<String, Form> all = new LinkedHashMap<>();
    layers.forEach(
        (key, layer) -> {
          if (layer.forms().contains(form)) {
            all.put(key, form);
          }
        });
    return all;
  }

  private static Calibration first() {
    return Calibrations.CATALOGUE.members().get(0);
  }

  private Tried bestCalibration() {
    List<Calibration> ways =
        setting.recipe.quant().openCalibration()
            ? Calibrations.CATALOGUE.members()
            : List.of(Calibrations.CATALOGUE.require(setting.recipe.quant().calibration()));
    List<Tried> all = new ArrayList<>();
    for (Calibration way : ways) {
      all.add(trial("static, " + way.name(), only(Form.STATIC), way));
    }
    return all.stream().min(Comparator.comparingDouble(Tried::excess)).orElseThrow();
  }

  private Tried trial(String name, Map<String, Form> forms, Calibration way) {
    QuantPlan plan = grids == null ? new QuantPlan(forms, Map.of()) : grids.plan(forms, way);
    Model model = Quantised.of(ready, plan);
    setting.progress.at(name, tried.size(), tried.size() + 1);
    Latency latency = Latency.measure(List.of(ready, model), setting.timing);
    Gate.Judgement judgement =
        gate == null ? null : gate.judge(model, setting.before + tried.size() + 1);
    Tried one =
        new Tried(
            name,
            way,
            plan,
            model,
            latency.ratio(1, 0).median(),
            OnnxWriter.bytes(model).length,
            judgement);
    tried.add(one);
    return one;
  }

  /** With as few layers float as keep the metric, those that harm most first. */
  private Optional<Tried> without(Tried whole) {
    if (samples == null) {
      return Optional.empty();
    }
    List<String> harmful = LayerHarm.ordered(ready, whole.plan, samples, setting.timing.threads());
    Tried passed = null;
    int fails = 0;
    int passes = harmful.size();
    for (int n = 1; passed == null && n < harmful.size(); n *= 2) {
      Tried milder = floating(whole, harmful.subList(0, n));
      passed = milder.accepted() ? milder : null;
      fails = passed == null ? n : fails;
      passes = passed == null ? passes : n;
    }
    while (passed != null && passes - fails > 1) {
      int n = (passes + fails) / 2;
      Tried between = floating(whole, harmful.subList(0, n));
      passed = between.accepted() ? between : passed;
      fails = between.accepted() ? fails : n;
      passes = between.accepted() ? n : passes;
    }
    return Optional.ofNullable(passed);
  }

  private Tried floating(Tried whole, List<String> keys) {
    Map<String, Form> rest = new LinkedHashMap<>(whole.plan.layers());
    rest.keySet().removeAll(keys);
    return trial(
        String.format(
            Locale.ROOT,
            "%s, %d of %d layers float",
            whole.name,
            keys.size(),
            whole.plan.layers().size()),
        rest,
        whole.calibration);
  }

  /** With the tables of embeddings in 8 bits too, where that costs little for what it spares. */
  private Tried tables(Tried best) {
    Map<String, Form> all = new LinkedHashMap<>(best.plan.layers());
    layers.forEach(
        (key, layer) -> {
          if (layer.node().is("Gather")) {
            all.putIfAbsent(key, Form.WEIGHTS);
          }
        });
    if (all.size() == best.plan.layers().size()
        || setting.recipe.quant().kind() != QuantKind.AUTO) {
      return best;
    }
    Tried more = trial(best.name + ", tables in 8 bits", all, best.calibration);
    boolean asked = setting.recipe.goal().aims().stream().anyMatch(a -> a.what() == Target.LATENCY);
    double slower = !asked && more.bytes <= WORTH * best.bytes ? SPARED : NOTICED;
    return more.accepted() && (small() || more.time <= best.time * (1 + slower)) ? more : best;
  }

  /** Without layers whose integers take longer than their floats. */
  private Tried paying(Tried best) {
    Tried now = best;
    for (Map.Entry<String, Form> layer : best.plan.layers().entrySet()) {
      boolean integers = layer.getValue() == Form.STATIC || layer.getValue() == Form.DYNAMIC;
      if (!integers || small()) {
        continue;
      }
      Map<String, Form> rest = new LinkedHashMap<>(now.plan.layers());
      rest.remove(layer.getKey());
      QuantPlan plan =
          grids == null ? new QuantPlan(rest, Map.of()) : grids.plan(rest, now.calibration);
      Latency latency =
          Latency.measure(List.of(now.model, Quantised.of(ready, plan)), setting.timing);
      if (latency.ratio(1, 0).median() < 1 - NOTICED) {
        String name =
            String.format(
                Locale.ROOT,
                "%s float: %.1f µs in 8 bits, %.1f without",
                layer.getKey(),
                latency.figures().get(0).medianMicros(),
                latency.figures().get(1).medianMicros());
        Tried without = trial(name, rest, now.calibration);
        now = without.accepted() && without.time < now.time ? without : now;
      }
    }
    return now;
  }
}
