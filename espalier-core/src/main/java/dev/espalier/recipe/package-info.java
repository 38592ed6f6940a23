/** Every setting, its words and its default, and their YAML form. */
@NullMarked
package dev.espalier.recipe;

import org.jspecify.annotations.NullMarked;
