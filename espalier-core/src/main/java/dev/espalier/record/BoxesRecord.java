package dev.espalier.record;

/**
 * What two detectors found in one example: the boxes with a score of at least 0.25.
 *
 * @param record its number among the final examples
 * @param before boxes of the original
 * @param after boxes of the result
 * @param same how far both are the same, 0 to 1: twice the boxes that overlap one of the other by
 *     half at least, over all
 * @param png the picture with both, as a PNG file in base64
 */
public record BoxesRecord(int record, int before, int after, double same, String png) {}
