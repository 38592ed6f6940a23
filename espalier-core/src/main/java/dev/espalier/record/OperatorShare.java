package dev.espalier.record;

/**
 * Time that one kind of operator takes in a call.
 *
 * @param operator as the runtime names it
 * @param microsBefore in the original, microseconds a call
 * @param microsAfter in the result, microseconds a call
 */
public record OperatorShare(String operator, double microsBefore, double microsAfter) {}
