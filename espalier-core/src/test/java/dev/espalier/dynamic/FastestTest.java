package dev.espalier.dynamic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.espalier.dynamic.Fastest.Rated;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which of several offers is written. */
class FastestTest {
  private static final Rated CHAIN = new Rated(false, false, 0.5);
  private static final Rated PROVEN_CHAIN = new Rated(false, true, 0.6);

  @Test
  void aProofIsWorthTimeWhereNoMemberAloneIsFaster() {
    assertEquals(1, Fastest.best(List.of(CHAIN, PROVEN_CHAIN)));
    assertEquals(1, Fastest.best(List.of(CHAIN, PROVEN_CHAIN, new Rated(true, false, 0.7))));
  }

  @Test
  void aMemberThatIsFasterThanWhatIsProvenIsTaken() {
    assertEquals(1, Fastest.best(List.of(PROVEN_CHAIN, new Rated(true, false, 0.4))));
    assertEquals(2, Fastest.best(List.of(PROVEN_CHAIN, CHAIN, new Rated(true, true, 0.3))));
  }

  @Test
  void betweenProofAndAloneTheFastestEstimateWins() {
    Rated alone = new Rated(true, false, 0.55);
    assertEquals(1, Fastest.best(List.of(PROVEN_CHAIN, CHAIN, alone)));
  }

  @Test
  void ofEqualOnesTheOneWithoutAChoiceIsTaken() {
    assertEquals(1, Fastest.best(List.of(CHAIN, new Rated(true, false, 0.505))));
    assertEquals(0, Fastest.best(List.of(CHAIN, new Rated(true, false, 0.52))));
  }
}
