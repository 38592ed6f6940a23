/**
 * Files: written whole or not at all, read strictly, with what is wrong named by file and place;
 * and what is changed of the program around for a moment, and put back.
 */
@NullMarked
package dev.espalier.files;

import org.jspecify.annotations.NullMarked;
