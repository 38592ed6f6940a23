package dev.espalier.boxes;

import dev.espalier.catalogue.Catalogue;

/** All decoders. */
public final class BoxDecoders {
  public static final BoxDecoder YOLOV8 = new YoloV8();

  public static final Catalogue<BoxDecoder> CATALOGUE =
      Catalogue.of("outputs", YOLOV8, new YoloV5(), new EndToEnd(), new Detr());

  private BoxDecoders() {}
}
