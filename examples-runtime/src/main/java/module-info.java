/** A program that runs results: it needs {@code espalier-runtime} alone. */
module dev.espalier.examples.runtime {
  requires dev.espalier.runtime;
}
