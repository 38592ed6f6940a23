/** What a task, its data and a model are like, and the plan that follows by readable rules. */
@NullMarked
package dev.espalier.study;

import org.jspecify.annotations.NullMarked;
