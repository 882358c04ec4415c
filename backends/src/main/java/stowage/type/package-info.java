/** The pool types: what each can do, asks for, reads and plans. */
@NullMarked
package stowage.type;

import org.jspecify.annotations.NullMarked;
