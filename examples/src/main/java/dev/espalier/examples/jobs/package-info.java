/**
 * One program for each kind of task, from data that is drawn to a proven result: what to copy when
 * a model of one's own is to be made smaller from Java.
 */
@NullMarked
package dev.espalier.examples.jobs;

import org.jspecify.annotations.NullMarked;
