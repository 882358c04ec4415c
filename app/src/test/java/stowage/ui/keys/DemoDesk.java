package stowage.ui.keys;

import java.nio.file.Path;
import java.util.Locale;
import stowage.access.HostAccess;
import stowage.settings.HostEntry;
import stowage.ui.OpenDemo;
import stowage.ui.Screen;
import stowage.ui.connect.Request;
import stowage.ui.frame.Desk;
import stowage.ui.host.Connection;
import stowage.ui.host.HostModel;

/** A desk with the demo host on it, connected and looked at. */
record DemoDesk(Desk desk, HostModel host, HostAccess access) {

  static DemoDesk open(Path folder) throws Exception {
    HostAccess access = new HostAccess(folder.resolve("demo"));
    Desk desk =
        Screen.on(() ->
            Desks.desk(
                folder,
                Locale.ENGLISH,
                (entry, flow) -> access.open(entry, flow, flow::warn),
                why -> {
                  throw new AssertionError(why);
                }));
    HostModel host =
        Screen.on(() -> {
          HostModel demo = desk.fleet().add(HostEntry.DEMO);
          demo.refresh();
          return demo;
        });
    OpenDemo.await(() -> {
      if (host.connection().get() instanceof Connection.Asking) {
        host.answer(new Request.Answer.AcceptOnce());
      }
      return host.connection().get() instanceof Connection.On && host.known().isPresent();
    });
    return new DemoDesk(desk, host, access);
  }

  void close() throws Exception {
    Screen.on(() -> {
      desk.fleet().hosts().forEach(HostModel::disconnect);
      desk.preferences().close();
      return true;
    });
    access.close();
  }
}
