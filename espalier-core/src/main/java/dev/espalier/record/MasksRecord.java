package dev.espalier.record;

/**
 * What two segmenters say of one picture.
 *
 * @param record its number among the final examples
 * @param same how far both masks are the same, 0 to 1: intersection over union, the mean over the
 *     classes
 * @param before intersection over union of the original's mask and that of the data; 1 without
 * @param after the same of the result's mask; without masks in the data as {@code same}
 * @param png the picture, its mask where there is one, and the masks before and after beside each
 *     other, as a PNG file in base64
 */
public record MasksRecord(int record, double same, double before, double after, String png) {}
