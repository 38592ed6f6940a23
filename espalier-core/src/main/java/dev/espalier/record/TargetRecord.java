package dev.espalier.record;

/**
 * One target of a run.
 *
 * @param what macs, params, bytes, latency or memory
 * @param asked size against the original's
 * @param hard whether the run had to reach it
 * @param reached by the result, as the cut was counted or timed
 * @param met whether it holds (a latency within 5 %)
 */
public record TargetRecord(String what, double asked, boolean hard, double reached, boolean met) {}
