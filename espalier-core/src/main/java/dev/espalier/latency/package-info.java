/** What a plan's latency will be, from operators measured on this machine. */
@NullMarked
package dev.espalier.latency;

import org.jspecify.annotations.NullMarked;
