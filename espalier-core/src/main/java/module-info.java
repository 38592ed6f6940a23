/**
 * Cuts, tunes, judges and measures models.
 *
 * <p>Start at {@link dev.espalier.api.Espalier}; docs/EXTENDING.md lists what {@code uses} are for.
 */
@SuppressWarnings({"module", "requires-automatic"}) // other modules are built later
module dev.espalier.core {
  requires ai.djl.tokenizers;
  requires hipparchus.core;
  requires hipparchus.stat;
  requires java.desktop;
  requires jdk.management;
  requires org.slf4j;
  requires org.snakeyaml.engine;
  requires tools.jackson.dataformat.yaml;
  requires transitive dev.espalier.runtime;

  exports dev.espalier.allocation;
  exports dev.espalier.api;
  exports dev.espalier.boxes;
  exports dev.espalier.check;
  exports dev.espalier.coupling;
  exports dev.espalier.criterion;
  exports dev.espalier.data;
  exports dev.espalier.job;
  exports dev.espalier.op;
  exports dev.espalier.plan;
  exports dev.espalier.prepare;
  exports dev.espalier.quantise;
  exports dev.espalier.progress;
  exports dev.espalier.recipe;
  exports dev.espalier.record;
  exports dev.espalier.run;
  exports dev.espalier.search;
  exports dev.espalier.stage;
  exports dev.espalier.task;
  exports dev.espalier.trial;
  exports dev.espalier.tune;
  exports dev.espalier.dynamic to
      dev.espalier.cli;
  exports dev.espalier.judge to
      dev.espalier.cli;
  exports dev.espalier.measure to
      dev.espalier.torch,
      dev.espalier.cli;
  exports dev.espalier.quality to
      dev.espalier.torch,
      dev.espalier.cli;
  exports dev.espalier.report to
      dev.espalier.cli;
  exports dev.espalier.study to
      dev.espalier.cli;
  exports dev.espalier.training to
      dev.espalier.cli;

  opens dev.espalier.cut to
      dev.espalier.runtime,
      tools.jackson.databind;
  opens dev.espalier.data to
      tools.jackson.databind;
  opens dev.espalier.latency to
      dev.espalier.runtime,
      tools.jackson.databind;
  opens dev.espalier.training to
      dev.espalier.runtime,
      tools.jackson.databind;
  opens dev.espalier.trial to
      dev.espalier.runtime,
      tools.jackson.databind;

  uses dev.espalier.allocation.Allocation;
  uses dev.espalier.allocation.Schedule;
  uses dev.espalier.criterion.Criterion;
  uses dev.espalier.data.Format;
  uses dev.espalier.quantise.Calibration;
  uses dev.espalier.op.OpRule;
  uses dev.espalier.search.SearchPolicy;
  uses dev.espalier.stage.Replay;
  uses dev.espalier.stage.Stage;
  uses dev.espalier.task.TaskKind;
  uses dev.espalier.tune.Toolbox;
}
