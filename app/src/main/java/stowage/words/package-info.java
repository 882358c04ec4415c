/** Messages put into words: the language, sizes and ages of what is shown. */
@NullMarked
package stowage.words;

import org.jspecify.annotations.NullMarked;
