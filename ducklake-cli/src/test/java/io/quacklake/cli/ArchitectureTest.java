package io.quacklake.cli;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.core.domain.JavaModifier.PROTECTED;
import static com.tngtech.archunit.core.domain.JavaModifier.PUBLIC;
import static com.tngtech.archunit.core.domain.JavaModifier.SYNTHETIC;
import static com.tngtech.archunit.lang.conditions.ArchConditions.beAssignableTo;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import io.quacklake.format.DuckLakeException;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/** The arrows and bans of ARCHITECTURE.md. */
@AnalyzeClasses(packages = "io.quacklake", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  private static final DescribedPredicate<JavaClass> API =
      resideInAPackage("io.quacklake..")
          .and(
              resideOutsideOfPackages(
                  "..internal..", "io.quacklake.cli..", "io.quacklake.golden.."))
          .and(DescribedPredicate.describe("are public", ArchitectureTest::isReachable));

  /** What public signatures may name beside our own public types and the JDK. */
  private static final Set<String> FOREIGN =
      Set.of(
          "javax.sql.DataSource",
          "org.apache.arrow.memory.BufferAllocator",
          "org.apache.arrow.vector.VectorSchemaRoot",
          "org.apache.arrow.vector.ipc.ArrowReader",
          "org.apache.arrow.vector.types.pojo.Schema");

  @ArchTest
  static final ArchRule arrowsPointDown =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .withOptionalLayers(true)
          .layer("format")
          .definedBy("io.quacklake.format..")
          .layer("catalog")
          .definedBy("io.quacklake.catalog..")
          .layer("storage")
          .definedBy("io.quacklake.storage..")
          .layer("scan")
          .definedBy("io.quacklake.scan..")
          .layer("transact")
          .definedBy("io.quacklake.transact..")
          .layer("cli")
          .definedBy("io.quacklake.cli..")
          .whereLayer("cli")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("transact")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("scan")
          .mayOnlyBeAccessedByLayers("transact", "cli")
          .whereLayer("storage")
          .mayOnlyBeAccessedByLayers("scan", "transact", "cli")
          .whereLayer("catalog")
          .mayOnlyBeAccessedByLayers("scan", "transact", "cli");

  /**
   * A module's root package is its door: it calls what is inside, which speaks in its records. All
   * other packages depend on each other one way only.
   */
  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices()
          .assignedFrom(
              new SliceAssignment() {
                @Override
                public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
                  String name = javaClass.getPackageName();
                  return name.matches("io\\.quacklake\\.[a-z]+")
                      ? SliceIdentifier.ignore()
                      : SliceIdentifier.of(name);
                }

                @Override
                public String getDescription() {
                  return "packages below the modules' root packages";
                }
              })
          .should()
          .beFreeOfCycles();

  @ArchTest
  static final ArchRule theVocabularyDependsOnNothing =
      classes()
          .that()
          .resideInAPackage("io.quacklake.format..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("java..", "io.quacklake.format..", "org.jspecify..");

  @ArchTest
  static final ArchRule theVocabularyDoesNoInputOrOutput =
      noClasses()
          .that()
          .resideInAPackage("io.quacklake.format..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.nio.file..", "java.nio.channels..", "java.net..", "java.sql..");

  @ArchTest
  static final ArchRule jdbcStaysInItsCorner =
      noClasses()
          .that()
          .resideOutsideOfPackages("..catalog.internal.jdbc..", "..catalog.dialect..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("java.sql..");

  @ArchTest
  static final ArchRule driversAndPoolsAreTheCatalogs =
      noClasses()
          .that()
          .resideOutsideOfPackages("..catalog.internal.jdbc..", "..catalog.dialect..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("com.zaxxer..", "org.duckdb..", "org.sqlite..");

  /**
   * Its asynchronous calls never answer where jars were added to a running JVM, and its input
   * stream loses the reasons of errors.
   */
  @ArchTest
  static final ArchRule opendalIsAskedInBlockingCallsAndForRanges =
      noClasses()
          .that()
          .resideInAPackage("..storage.internal.opendal..")
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.util.concurrent.CompletableFuture")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("org.apache.opendal.OperatorInputStream");

  @ArchTest
  static final ArchRule hadoopIsNowhere =
      noClasses().should().dependOnClassesThat().resideInAPackage("org.apache.hadoop..");

  @ArchTest
  static final ArchRule parquetStaysInItsCorner =
      noClasses()
          .that()
          .resideOutsideOfPackage("..internal.parquet..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.parquet..");

  @ArchTest
  static final ArchRule codecsStayWithParquet =
      noClasses()
          .that()
          .resideOutsideOfPackage("..internal.parquet..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "com.github.luben..", "org.xerial.snappy..", "net.jpountz..", "com.aayushatharva..");

  @ArchTest
  static final ArchRule arrowBeginsWithTheScan =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.quacklake.format..", "io.quacklake.catalog..", "io.quacklake.storage..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.arrow..");

  @ArchTest
  static final ArchRule configurationFilesAreReadInOnePlace =
      noClasses()
          .that()
          .resideOutsideOfPackage("..scan.internal.config..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.tomlj..");

  @ArchTest
  static final ArchRule onlyTheProgramUsesTheStandardStreams =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.quacklake.cli..")
          .should(ACCESS_STANDARD_STREAMS);

  @ArchTest
  static final ArchRule onlyTheProgramEndsTheProcess =
      noClasses()
          .that()
          .doNotBelongToAnyOf(Main.class)
          .should()
          .callMethod(System.class, "exit", int.class);

  @ArchTest
  static final ArchRule publicSignaturesNameOwnTypesTheJdkAndFourOfArrow =
      classes().that(API).should(nameOnlyAllowedTypes());

  @ArchTest
  static final ArchRule publicErrorsAreDuckLakeExceptions =
      classes()
          .that(API)
          .and(assignableTo(Throwable.class))
          .should(beAssignableTo(DuckLakeException.class));

  @ArchTest
  static final ArchRule publicMethodsTakeNoBoolean =
      methods()
          .that()
          .areDeclaredInClassesThat(API)
          .and()
          .arePublic()
          .should(haveNoBooleanParameter());

  @ArchTest
  static final ArchRule publicMethodsAreNotCalledGet =
      noMethods().that().areDeclaredInClassesThat(API).should().haveNameMatching("get[A-Z].*");

  @ArchTest
  static final ArchRule namesSayWhatThingsAre =
      noClasses().should().haveNameMatching(".*(Impl|Utils?|Manager|Helper)");

  @ArchTest
  static void everyPackageIsNullMarked(JavaClasses classes) {
    Set<String> unmarked = new TreeSet<>();
    for (JavaClass each : classes) {
      JavaPackage home = each.getPackage();
      if (!home.isAnnotatedWith(NullMarked.class)) {
        unmarked.add(home.getName());
      }
    }
    assertThat(unmarked).isEmpty();
  }

  /** Rules about nothing are always kept. */
  @ArchTest
  static void everyModuleIsLookedAt(JavaClasses classes) {
    for (String module : new String[] {"format", "catalog", "storage", "scan", "transact", "cli"}) {
      assertThat(classes.stream())
          .as(module)
          .anyMatch(each -> each.getPackageName().startsWith("io.quacklake." + module));
    }
  }

  private static boolean isReachable(JavaClass javaClass) {
    return javaClass.getModifiers().contains(PUBLIC)
        && javaClass.getEnclosingClass().map(ArchitectureTest::isReachable).orElse(true);
  }

  private static ArchCondition<JavaClass> nameOnlyAllowedTypes() {
    return new ArchCondition<>("name only allowed types in public signatures") {
      @Override
      public void check(JavaClass javaClass, ConditionEvents events) {
        for (JavaCodeUnit unit : javaClass.getCodeUnits()) {
          if (isVisible(unit.getModifiers())) {
            Stream.concat(
                    unit.getReturnType().getAllInvolvedRawTypes().stream(),
                    Stream.concat(
                        unit.getParameterTypes().stream()
                            .flatMap(each -> each.getAllInvolvedRawTypes().stream()),
                        unit.getExceptionTypes().stream()))
                .forEach(type -> check(type, javaClass, unit.getFullName(), events));
          }
        }
        for (JavaField field : javaClass.getFields()) {
          if (isVisible(field.getModifiers())) {
            field
                .getType()
                .getAllInvolvedRawTypes()
                .forEach(type -> check(type, javaClass, field.getFullName(), events));
          }
        }
      }

      private void check(JavaClass type, JavaClass owner, String place, ConditionEvents events) {
        JavaClass plain = type.getBaseComponentType();
        String name = plain.getName();
        boolean ours = name.startsWith("io.quacklake.") && !name.contains(".internal.");
        boolean jdk = name.startsWith("java.") && !name.startsWith("java.sql.");
        // A dialect is where a database is plugged in, and it tells SQL failures apart.
        boolean plug =
            name.startsWith("java.sql.")
                && owner.getPackageName().equals("io.quacklake.catalog.dialect");
        if (!plain.isPrimitive() && !ours && !jdk && !plug && !FOREIGN.contains(name)) {
          events.add(SimpleConditionEvent.violated(owner, place + " names " + name));
        }
      }
    };
  }

  private static boolean isVisible(Set<JavaModifier> modifiers) {
    return (modifiers.contains(PUBLIC) || modifiers.contains(PROTECTED))
        && !modifiers.contains(SYNTHETIC);
  }

  private static ArchCondition<JavaMethod> haveNoBooleanParameter() {
    return new ArchCondition<>("have no boolean parameter") {
      @Override
      public void check(JavaMethod method, ConditionEvents events) {
        if (method.getRawParameterTypes().stream()
            .anyMatch(each -> each.isEquivalentTo(boolean.class))) {
          events.add(SimpleConditionEvent.violated(method, method.getFullName()));
        }
      }
    };
  }
}
