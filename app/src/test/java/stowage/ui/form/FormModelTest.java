package stowage.ui.form;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import stowage.config.StorageType;
import stowage.schema.Draft;
import stowage.schema.Problem;
import stowage.schema.Schemas;

class FormModelTest {
  private static final Map<String, String> NFS =
      Map.of(
          "path",
          "/mnt/pve/nas",
          "server",
          "10.0.0.1",
          "export",
          "/srv",
          "content",
          "iso",
          "x",
          "y");

  private static void enter(FormModel form, String key, String text) {
    form.entry(key).orElseThrow().text().set(text);
  }

  @Test
  void aNewPoolHoldsWhatWasEnteredOnly() {
    FormModel form = FormModel.adding(Schemas.of(StorageType.NFS));
    enter(form, "server", "10.0.0.1");
    enter(form, "export", "/srv");
    enter(form, "options", "   ");
    Draft draft = form.draft("nas");
    assertEquals(Map.of("server", "10.0.0.1", "export", "/srv"), draft.values());
    assertEquals("nas", draft.id());
    assertEquals("nfs", draft.type());
    assertEquals(Set.of(), draft.deletes());
  }

  @Test
  void anEditSendsChangesAndDeletionsAndLeavesTheRestAlone() {
    FormModel form = FormModel.editing(Schemas.of(StorageType.NFS), NFS);
    assertFalse(form.isChanged());
    enter(form, "content", "iso,backup");
    enter(form, "nodes", "");
    assertTrue(form.isChanged());
    Draft draft = form.draft("nas");
    assertEquals(Map.of("content", "iso,backup"), draft.values());
    assertEquals(Set.of(), draft.deletes());
    enter(form, "content", "");
    assertEquals(Set.of("content"), form.draft("nas").deletes());
  }

  @Test
  void aFixedPropertyIsNeverDeleted() {
    FormModel form = FormModel.editing(Schemas.of(StorageType.NFS), NFS);
    enter(form, "export", "");
    assertEquals(Set.of(), form.draft("nas").deletes());
  }

  @Test
  void secretsAreNeitherReadBackNorPartOfTheValues() {
    FormModel form =
        FormModel.editing(
            Schemas.of(StorageType.CIFS), Map.of("server", "a", "share", "b", "password", "old"));
    assertEquals("", form.entry("password").orElseThrow().text().get());
    assertEquals(Map.of(), form.draft("x").secrets());
    enter(form, "password", "geheim");
    Draft draft = form.draft("x");
    assertEquals(Set.of("password"), draft.secrets().keySet());
    assertEquals(Map.of(), draft.values());
    assertFalse(draft.toString().contains("geheim"));
  }

  @Test
  void problemsGoToTheirFieldsAndTheOthersComeBack() {
    FormModel form = FormModel.adding(Schemas.of(StorageType.NFS));
    Problem here = Problem.of("server", "problem.required");
    Problem elsewhere = Problem.of("storage", "problem.storage-id", "-");
    assertEquals(List.of(elsewhere), form.show(List.of(here, elsewhere)));
    assertEquals(here.said(), form.entry("server").orElseThrow().problem().get());
    assertEquals(List.of(), form.show(List.of()));
    assertNull(form.entry("server").orElseThrow().problem().get());
  }

  @Test
  void aFieldIsCheckedByItself() {
    FormModel form = FormModel.adding(Schemas.of(StorageType.NFS));
    FormModel.Entry content = form.entry("content").orElseThrow();
    content.text().set("films");
    form.check(content);
    assertNotNull(content.problem().get());
    content.text().set("iso");
    form.check(content);
    assertNull(content.problem().get());
    FormModel.Entry server = form.entry("server").orElseThrow();
    form.check(server);
    assertNull(server.problem().get(), "an empty field is not wrong before it is sent");
  }
}
