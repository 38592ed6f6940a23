package dev.espalier.report;

/** A trained tree: one trunk, level branches. */
final class Brand {
  static final Markup MARK =
      new Markup(
          """
          <svg class="brand-mark" viewBox="0 0 32 32" width="28" height="28" aria-hidden="true">
          <path d="M16 30V5M16 25H8q-4 0-4-4v-2M16 25h8q4 0 4-4v-2M16 17h-5q-4 0-4-4v-2M16 17h5q4 0 4-4v-2" />
          <circle cx="4" cy="17" r="2" /><circle cx="28" cy="17" r="2" /><circle cx="7" cy="9" r="2" />
          <circle cx="25" cy="9" r="2" /><circle cx="16" cy="4" r="2" />
          </svg>
          """);

  private Brand() {}
}
