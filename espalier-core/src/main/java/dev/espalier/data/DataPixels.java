package dev.espalier.data;

import static dev.espalier.data.DataSpec.or;

/**
 * Where images and the masks of their pixels are: part of a DATA file ({@link DataSpec}).
 *
 * @param images the folder of images that have masks
 * @param masks the folder of their masks
 * @param valid what says which pixels count, those that are not zero: a folder beside the masks, or
 *     an array; empty where all do
 * @param ignore the number of pixels in masks that count for nothing; negative for 255 beside other
 *     numbers than 0
 */
public record DataPixels(String images, String masks, String valid, Integer ignore) {
  public DataPixels {
    images = or(images, "images");
    masks = or(masks, "masks");
    valid = or(valid, "");
    ignore = or(ignore, -1);
  }

  /** The usual names. */
  static DataPixels usual() {
    return new DataPixels("images", "masks", "", -1);
  }
}
