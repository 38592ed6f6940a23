package dev.espalier.study;

import java.util.function.Function;
import java.util.function.Predicate;

/**
 * One line of the table that leads from findings to choices.
 *
 * @param key of the recipe that it decides
 * @param condition in words
 * @param when the condition
 * @param value that it leads to
 * @param finding the numbers behind it, in words
 */
record Rule(
    String key,
    String condition,
    Predicate<Findings> when,
    Function<Findings, String> value,
    Function<Findings, String> finding) {}
