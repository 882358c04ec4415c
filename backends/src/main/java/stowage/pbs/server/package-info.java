/** The way to a Proxmox Backup Server: its HTTPS interface, spoken from this computer. */
@NullMarked
package stowage.pbs.server;

import org.jspecify.annotations.NullMarked;
