@NullMarked
package stowage.demo.world;

import org.jspecify.annotations.NullMarked;
