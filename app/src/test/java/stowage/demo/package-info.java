@NullMarked
package stowage.demo;

import org.jspecify.annotations.NullMarked;
