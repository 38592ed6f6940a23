package dev.espalier.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.data.Batch;
import dev.espalier.data.Dataset;
import dev.espalier.data.Layout;
import dev.espalier.data.Rows;
import dev.espalier.data.Sample;
import dev.espalier.data.Spread;
import dev.espalier.model.Tensor;
import dev.espalier.record.AnswersRecord.Shown;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** Inputs as a person sees them. */
class PortraitTest {
  private static Shown shown(Tensor inputs) {
    Batch all = new Batch(Map.of("x", inputs), null, inputs.dims()[0]);
    Layout layout = Layout.of(all);
    return new Portrait(layout, Spread.of(layout, all)).of(new Sample(all), 0);
  }

  private static BufferedImage picture(Shown shown) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(shown.png())));
  }

  @Test
  void aNormalisedPictureHasItsColoursBack() throws IOException {
    float[] values = new float[3 * 4];
    values[0] = 1; // red at the top left, in units of its own channel
    values[4 + 3] = 7; // green at the bottom right
    values[8 + 1] = -3; // blue is full everywhere but at the top right
    BufferedImage seen = picture(shown(Tensor.floats(values, 1, 3, 2, 2)));
    assertEquals(0xff00ff, seen.getRGB(0, 0) & 0xffffff);
    assertEquals(0x000000, seen.getRGB(1, 0) & 0xffffff);
    assertEquals(0x0000ff, seen.getRGB(0, 1) & 0xffffff);
    assertEquals(0x00ffff, seen.getRGB(1, 1) & 0xffffff);
  }

  @Test
  void aSeriesRunsToTheRightAndItsBandsUpwards() throws IOException {
    float[] values = new float[200 * 4];
    Arrays.fill(values, 0.5f);
    values[0] = 1; // first step, lowest band
    values[4] = 0;
    BufferedImage seen = picture(shown(Tensor.floats(values, 1, 200, 4)));
    assertEquals(64, seen.getWidth(), "long series are thinned out");
    assertEquals(4, seen.getHeight());
    assertEquals(0xffffff, seen.getRGB(0, 3) & 0xffffff);
  }

  @Test
  void aRowShowsWhereItsNumbersLie() {
    Shown shown = shown(Tensor.floats(new float[] {0, 5, 10, 5}, 2, 2));
    assertEquals(List.of(0.0, 0.0), shown.values());
    assertNull(shown.png());
  }

  @Test
  void aTextIsShownByItsBeginning() {
    Dataset texts =
        new Dataset() {
          private final Sample ids =
              new Sample(new Batch(Map.of("ids", Tensor.longs(new long[4], 1, 4)), null, 1));

          @Override
          public int size() {
            return 1;
          }

          @Override
          public Batch batch(int[] rows) {
            return ids.batch(rows);
          }

          @Override
          public String text(int row) {
            return "word ".repeat(200);
          }
        };
    Layout layout = Layout.of(texts.batch(new int[] {0}));
    Dataset view = Rows.all(1).of(texts);
    String text =
        new Portrait(layout, Spread.of(layout, view.batch(new int[] {0}))).of(view, 0).text();
    assertTrue(text.startsWith("word word") && text.length() < 300, text);
  }
}
