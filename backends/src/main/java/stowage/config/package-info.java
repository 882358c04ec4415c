/** The storage configuration file, edited without losing a byte that was not meant to change. */
@NullMarked
package stowage.config;

import org.jspecify.annotations.NullMarked;
