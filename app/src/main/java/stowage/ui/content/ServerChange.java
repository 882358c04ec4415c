package stowage.ui.content;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stowage.message.Message;
import stowage.ui.plan.Consent;
import stowage.ui.tasks.TasksModel;

/**
 * A change at the backup server behind a pool; the host itself stays as it is.
 *
 * @param calls what is asked of the server, in its own words
 * @param doom what is gone for good afterwards; null when all can be taken back
 * @param work does it
 */
record ServerChange(
    Message title, List<String> calls, Consent.@Nullable Doom doom, TasksModel.Elsewhere work) {
  ServerChange {
    calls = List.copyOf(calls);
  }
}
