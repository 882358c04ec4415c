/** The demo host: an SSH server inside this program over a private directory. */
@NullMarked
package stowage.demo;

import org.jspecify.annotations.NullMarked;
