package stowage.tool;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What programs of a Debian 12 host answered, shortened. */
final class Answered {
  private static final JsonMapper MAPPER = JsonMapper.shared();

  /** What may stand where something else is expected. */
  private static final List<String> STRANGE =
      List.of(
          "null",
          "true",
          "-1",
          "1.5",
          "1e400",
          "18446744073709551615",
          "9223372036854775807",
          "\"\"",
          "\"9223372036854775807\"",
          "\"\\u0000\\u001b[31m\"",
          "[]",
          "[[]]",
          "{}",
          "{\"x\":{}}");

  static final String LVS =
      """
      {"report": [{"lv": [
        {"vg_name":"pve", "lv_name":"data", "lv_size":"6442450944", "lv_attr":"twi-aotz--",
         "pool_lv":"", "data_percent":"12.50", "metadata_percent":"10.69",
         "lv_metadata_size":"8388608", "lv_tags":"", "origin":"", "lv_time":"1795315296"},
        {"vg_name":"pve", "lv_name":"vm-100-disk-0", "lv_size":"1073741824",
         "lv_attr":"Vwi-a-tz--", "pool_lv":"data", "data_percent":"50.00", "metadata_percent":"",
         "lv_metadata_size":"", "lv_tags":"pve-vm-100,a:b", "origin":"", "lv_time":"1795315300"}
      ]}]}\
      """;

  static final String VGS =
      """
      {"report": [{"vg": [
        {"vg_name":"pve", "vg_size":"8585740288", "vg_free":"2126512128", "lv_count":"1"},
        {"vg_name":"vgthick", "vg_size":"4290772992", "vg_free":"4290772992", "lv_count":"0"}
      ]}]}\
      """;

  static final String PVS =
      "{\"report\": [{\"pv\": [{\"pv_name\":\"/dev/vdb\", \"vg_name\":\"pve\"}]}]}";

  static final String DF =
      """
      {"stats":{"total_bytes":8589934592}, "pools":[
        {"name":"rbd","id":1,"stats":{"stored":19,"bytes_used":4096,"max_avail":7855306240}},
        {"name":"vms","id":2,"stats":{"stored":0,"bytes_used":0,"max_avail":7855306240}}]}\
      """;

  static final String IMAGES =
      """
      [{"image":"base-100-disk-0","id":"373d","size":8388608,"format":2},
       {"image":"base-100-disk-0","snapshot":"__base__","snapshot_id":4,"size":8388608,
        "format":2,"protected":"true"},
       {"image":"vm-101-disk-0","id":"3754","size":16777216,"format":2,
        "parent":{"pool":"vms","pool_namespace":"","image":"base-100-disk-0",
                  "snapshot":"__base__"}}]\
      """;

  static final String SNAPS =
      """
      [{"id":4,"name":"first","size":8388608,"protected":"false",
        "timestamp":"Sun Nov 22 11:15:39 2026"}]\
      """;

  static final String DEVICES =
      """
      [{"id":"0","pool":"vms","namespace":"","name":"vm-100-disk-0","snap":"-",
        "device":"/dev/rbd0"}]\
      """;

  static final String DISKS =
      """
      {"blockdevices": [
        {"name":"sda","kname":"sda","hctl":"2:0:0:1","type":"disk","size":1073741824,
         "mountpoint":null, "children": [
           {"name":"sda1","kname":"sda1","type":"part","size":1072693248,"mountpoint":"/mnt"}]}
      ]}\
      """;

  static final String STATUS = "{\"total\":1000,\"used\":400,\"avail\":600}";

  static final String BACKUPS =
      """
      [{"backup-type":"vm","backup-id":"100","backup-time":1795315296,"size":4096,
        "comment":"nightly","protected":true,
        "files":[{"filename":"drive-scsi0.img.fidx","crypt-mode":"encrypt","size":4000},
          {"filename":"index.json.blob","crypt-mode":"sign-only","size":96},
          {"filename":"client.log.blob"}],
        "verification":{"state":"ok","upid":"UPID:b:1"},"fingerprint":"0e:ab"}]\
      """;

  static final String QCOW2 =
      """
      {"virtual-size": 1073741824, "format": "qcow2", "snapshots": [
        {"name":"s1","id":"1","date-sec":1795316877,"date-nsec":177062000}]}\
      """;

  private Answered() {}

  /** The answer with one of its values replaced or left out at a time. */
  static Stream<String> mutations(String answer) {
    List<String> all = new ArrayList<>();
    JsonNode root = MAPPER.readTree(answer);
    mutate(root, root, all);
    return all.stream();
  }

  private static void mutate(JsonNode root, JsonNode at, List<String> all) {
    if (at instanceof ObjectNode object) {
      for (String key : List.copyOf(object.propertyNames())) {
        JsonNode was = object.path(key);
        for (String strange : STRANGE) {
          object.set(key, MAPPER.readTree(strange));
          all.add(root.toString());
        }
        object.remove(key);
        all.add(root.toString());
        object.set(key, was);
        mutate(root, was, all);
      }
    } else if (at instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        JsonNode was = array.get(i);
        for (String strange : STRANGE) {
          array.set(i, MAPPER.readTree(strange));
          all.add(root.toString());
        }
        array.set(i, was);
        mutate(root, was, all);
      }
    }
  }
}
