package stowage.app;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may know whom. The picture of it stands in the README. */
@AnalyzeClasses(
    packages = "stowage",
    importOptions = {DoNotIncludeTests.class, LayersTest.WithoutTestsOfOtherModules.class})
class LayersTest {

  /** They come as directories or as archives, depending on how far a build goes. */
  static final class WithoutTestsOfOtherModules implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("-tests.jar");
    }
  }

  private static final String[] ENGINE = {
    "stowage.message..",
    "stowage.exec..",
    "stowage.schema..",
    "stowage.config..",
    "stowage.volume..",
    "stowage.tool..",
    "stowage.target..",
    "stowage.type..",
    "stowage.disk..",
    "stowage.pbs..",
    "stowage.host.."
  };

  private static final String[] KEY_LIBRARIES = {
    "org.bouncycastle..", "io.airlift.compress..", "com.google.zxing.."
  };

  @ArchTest
  static final ArchRule theEngineKnowsOnlyItselfAndAJsonParser =
      classes()
          .that()
          .resideInAnyPackage(ENGINE)
          .and()
          .resideOutsideOfPackage("stowage.pbs..")
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(ENGINE)
                  .or(
                      resideInAnyPackage(
                          "java..",
                          "org.jspecify..",
                          "tools.jackson..",
                          "com.fasterxml.jackson.annotation.."))
                  .or(JavaClass.Predicates.equivalentTo(byte[].class)));

  @ArchTest
  static final ArchRule keysKnowTheEngineAndWhatTheyNeedForFormats =
      classes()
          .that()
          .resideInAPackage("stowage.pbs..")
          .and()
          .resideOutsideOfPackage("stowage.pbs.server..")
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage("stowage.pbs..", "stowage.exec..", "stowage.message..")
                  .or(resideInAnyPackage(KEY_LIBRARIES))
                  .or(
                      resideInAnyPackage(
                          "java.lang..",
                          "java.io..",
                          "java.math..",
                          "java.nio..",
                          "java.security..",
                          "java.time..",
                          "java.util..",
                          "javax.crypto..",
                          "org.jspecify..",
                          "tools.jackson.."))
                  .or(JavaClass.Predicates.equivalentTo(byte[].class)));

  @ArchTest
  static final ArchRule theWayToABackupServerIsThatOfJava =
      classes()
          .that()
          .resideInAPackage("stowage.pbs.server..")
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                      "stowage.pbs.server..",
                      "stowage.exec..",
                      "stowage.message..",
                      "stowage.tool..",
                      "stowage.volume..")
                  .or(
                      resideInAnyPackage(
                          "java..",
                          "javax.net.ssl..",
                          "javax.security.auth.x500..",
                          "org.jspecify..",
                          "tools.jackson.."))
                  .or(JavaClass.Predicates.equivalentTo(byte[].class)));

  @ArchTest
  static final ArchRule theSshLibraryStaysInItsModule =
      noClasses()
          .that()
          .resideOutsideOfPackage("stowage.ssh..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.sshd..");

  @ArchTest
  static final ArchRule onlySshAndKeysKnowCryptography =
      noClasses()
          .that()
          .resideOutsideOfPackages("stowage.ssh..", "stowage.pbs..", "stowage.demo.backup..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(KEY_LIBRARIES);

  @ArchTest
  static final ArchRule noTypeOfTheSshLibraryLeavesIt =
      noMethods()
          .that()
          .arePublic()
          .and()
          .areDeclaredInClassesThat()
          .resideInAPackage("stowage.ssh..")
          .and()
          .areDeclaredInClassesThat()
          .arePublic()
          .and()
          .areDeclaredInClassesThat()
          .areTopLevelClasses()
          .should()
          .haveRawReturnType(resideInAnyPackage("org.apache.sshd.."))
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule onlyTheConsoleKnowsJavaFx =
      noClasses()
          .that()
          .resideOutsideOfPackages("stowage.ui..", "stowage.app..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("javafx..", "org.controlsfx..", "atlantafx..", "org.kordamp..");

  @ArchTest
  static final ArchRule theConsoleAndTheCommandLineDoNotKnowEachOther =
      noClasses()
          .that()
          .resideInAPackage("stowage.cli..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("stowage.ui..")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule theLayersOfTheEngineHaveNoCycles =
      slices()
          .matching("stowage.(message|exec|tool|type|disk|pbs|host|ssh|text)..")
          .should()
          .beFreeOfCycles();

  @ArchTest
  static final ArchRule namesSayWhatTheirClassIsFor =
      noClasses()
          .should()
          .haveNameMatching(".*(Manager|Helper|Helpers|Util|Utils|Impl|Misc|Constants)")
          .because("a name that fits everything says nothing");
}
