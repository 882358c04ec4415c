package stowage.app;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import stowage.settings.HostEntry;
import stowage.settings.SettingsFile;
import stowage.ui.host.Connector;
import stowage.ui.pool.PoolView;
import stowage.ui.tasks.KeptJobs;

/**
 * What the console needs from outside of itself; tests bring their own.
 *
 * @param connector opens hosts
 * @param importable reads the hosts of the user's ssh configuration; blocks
 * @param backends finds what the engine knows of a pool type
 * @param settings where choices and hosts are kept
 * @param jobs where running changes are kept for the next start
 * @param readOnly told whether nothing may be changed on any host
 */
public record Surroundings(
    Connector connector,
    Callable<List<HostEntry>> importable,
    PoolView.Backends backends,
    SettingsFile settings,
    KeptJobs jobs,
    Consumer<Boolean> readOnly) {}
