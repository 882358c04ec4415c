/**
 * A stand-in for a Proxmox Backup Server: the same HTTPS interface over backups that are made up,
 * inside this program. It stores no data of guests and speaks nothing but that interface.
 */
@NullMarked
package stowage.demo.backup;

import org.jspecify.annotations.NullMarked;
