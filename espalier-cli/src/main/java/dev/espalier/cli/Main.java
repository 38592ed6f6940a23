package dev.espalier.cli;

/** The program {@code espalier}. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    System.out.println("hi " + arguments.length);
  }
}
