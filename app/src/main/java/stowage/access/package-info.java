/** Opening hosts: real ones over SSH, and the demo inside the program. */
@NullMarked
package stowage.access;

import org.jspecify.annotations.NullMarked;
