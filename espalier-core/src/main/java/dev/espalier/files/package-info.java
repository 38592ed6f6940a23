/**
 * Files: written whole or not at all, read strictly, with what is wrong named by file and place.
 */
@NullMarked
package dev.espalier.files;

import org.jspecify.annotations.NullMarked;
