/** The words of the program in every language it speaks. */
@NullMarked
package stowage.text;

import org.jspecify.annotations.NullMarked;
