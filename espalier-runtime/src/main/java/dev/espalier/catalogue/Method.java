package dev.espalier.catalogue;

/**
 * One line of {@code espalier methods}.
 *
 * @param kind what it is: criterion, granularity, allocation, schedule …
 * @param name what recipes call it
 * @param summary what it does, in one line
 * @param source where it comes from
 */
public record Method(String kind, String name, String summary, String source) implements Named {}
