package stowage.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static stowage.tool.Told.assertLines;
import static stowage.tool.Told.known;
import static stowage.tool.Told.ok;
import static stowage.tool.Told.reason;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import stowage.exec.Reading;
import stowage.exec.Result;

class SmartTest {
  private static Reading<Smart> told(Result answer) {
    return Smart.probe("/dev/sda").read(List.of(answer));
  }

  private static Smart smart(String json) {
    return known(told(ok(json)));
  }

  @Test
  void asksForHealthAndAttributesAsRoot() {
    assertLines(
        "?# /usr/sbin/smartctl --json -H -A /dev/sda",
        Smart.probe("/dev/sda").programs().getFirst());
  }

  @Test
  void anAtaDiskHasATable() {
    Smart smart =
        smart(
            """
            {"smart_status": {"passed": true}, "temperature": {"current": 31},
             "ata_smart_attributes": {"table": [
               {"id": 5, "name": "Reallocated_Sector_Ct", "value": 100, "worst": 99,
                "thresh": 10, "raw": {"value": 0, "string": "0"}},
               {"id": 177, "name": "Wear_Leveling_Count", "value": 93, "worst": 93, "thresh": 0,
                "raw": {"value": 140, "string": "140 (min 3)"}}]}}
            """);
    assertEquals(true, smart.passed());
    assertEquals(31, smart.celsius());
    assertEquals(7, smart.wear());
    assertEquals(
        new Smart.Attribute(5, "Reallocated_Sector_Ct", 100, 99, 10, "0"),
        smart.attributes().getFirst());
    assertEquals("140 (min 3)", smart.attributes().getLast().raw());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"nvme_smart_health_information_log": {"percentage_used": 4}} | 4
          {"nvme_smart_health_information_log": {"percentage_used": 255}} | 255
          {"scsi_percentage_used_endurance_indicator": 12} | 12
          {"ata_smart_attributes": {"table": [{"name": "SSD_Life_Left", "value": 40}]}} | 60
          {"ata_smart_attributes": {"table": [{"name": "Percent_Lifetime_Remain", "value": 0}]}} | 100
          {"ata_smart_attributes": {"table": [{"name": "Media_Wearout_Indicator", "value": 100}]}} | 0
          """)
  void wearIsPercentOfLifeThatIsUsed(String json, int wear) {
    assertEquals(wear, smart(json).wear());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"nvme_smart_health_information_log\": {}}",
        "{\"ata_smart_attributes\": {\"table\": [{\"name\": \"Power_On_Hours\", \"value\": 9}]}}",
        "{\"ata_smart_attributes\": {\"table\": [{\"name\": \"SSD_Life_Left\"}]}}",
        "{\"ata_smart_attributes\": {\"table\": [{\"name\": \"SSD_Life_Left\", \"value\": 200}]}}",
        "{\"ata_smart_attributes\": {\"table\": [{\"name\": \"SSD_Life_Left\", \"value\": -1}]}}",
        "{\"ata_smart_attributes\": {\"table\": null}}"
      })
  void wearThatIsNotToldIsUnknownAndNotAllOrNothing(String json) {
    assertNull(smart(json).wear());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{}", "{\"smart_status\": {}}", "{\"smart_status\": {\"passed\": \"x\"}}"})
  void aDiskThatGivesNoVerdictHasNotFailed(String json) {
    assertNull(smart(json).passed());
    assertNull(smart(json).celsius());
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 8, 16, 32, 64, 128, 248})
  void bitsAboutTheDiskDoNotSpoilTheAnswer(int status) {
    Result answer = Result.exited(status, "{\"smart_status\": {\"passed\": false}}", "");
    assertEquals(false, known(told(answer)).passed());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 6, 255})
  void bitsAboutTheCommandMeanThatNothingIsKnown(int status) {
    String said = "{\"smartctl\": {\"messages\": [{\"string\": \"/dev/sda: Unable to detect\"}]}}";
    assertEquals(
        Reading.failed(
            "problem.program-failed", "/usr/sbin/smartctl", "/dev/sda: Unable to detect"),
        told(Result.exited(status, said, "")));
    assertEquals("program-status", reason(told(Result.exited(status, "{}", ""))));
  }

  @Test
  void noAnswerIsNoHealthyDisk() {
    byte[] none = new byte[0];
    assertEquals(
        Reading.failed("problem.tool-missing", "/usr/sbin/smartctl", "smartmontools"),
        told(Result.exited(127, "", "not found")));
    assertEquals(
        "program-failed", reason(told(Result.exited(1, "", "sudo: a password is required"))));
    assertEquals("program-status", reason(told(Result.exited(0, "", ""))));
    assertEquals("timed-out", reason(told(new Result(Result.Ending.TIMED_OUT, 124, none, none))));
    assertEquals("answer-unreadable", reason(told(ok("smartctl 7.3 2022-02-28"))));
    assertTrue(told(ok("{\"smart_status\": {\"pas")) instanceof Reading.Failed);
  }
}
