/** What is said to a person: a key and its arguments; the words live in the resources module. */
@NullMarked
package stowage.message;

import org.jspecify.annotations.NullMarked;
