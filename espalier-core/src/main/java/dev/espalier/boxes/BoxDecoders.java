package dev.espalier.boxes;

import dev.espalier.catalogue.Catalogue;

/** All decoders. */
public final class BoxDecoders {
  /** YOLOv8 and newer, which is taken where DATA names none. */
  public static final BoxDecoder YOLOV8 = new YoloV8();

  /** All decoders, by the names of DATA's {@code outputs}. */
  public static final Catalogue<BoxDecoder> CATALOGUE =
      Catalogue.of("outputs", YOLOV8, new YoloV5(), new EndToEnd(), new Detr());

  private BoxDecoders() {}
}
