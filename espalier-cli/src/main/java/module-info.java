/** The command line; {@code dev.espalier.cli.Main} starts it. */
module dev.espalier.cli {
  requires dev.espalier.core;
  requires dev.espalier.torch;
  requires info.picocli;
  requires java.net.http;
  requires org.apache.commons.compress;

  opens dev.espalier.cli to
      info.picocli,
      tools.jackson.databind;
}
