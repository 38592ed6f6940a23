/** How stored records become a model's inputs. */
@NullMarked
package dev.espalier.feed;

import org.jspecify.annotations.NullMarked;
