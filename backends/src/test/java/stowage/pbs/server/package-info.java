@NullMarked
package stowage.pbs.server;

import org.jspecify.annotations.NullMarked;
