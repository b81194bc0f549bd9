package io.knarr.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.vertx.core.Future;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ArchitectureTest {
    private static final String ROOT = "io.knarr.";
    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.knarr");

    @TestFactory
    Stream<DynamicTest> everyPackageUsesOnlyWhatItsRowNames() {
        return found().stream()
                .map(name -> DynamicTest.dynamicTest(name, () -> {
                    String[] allowed = PackageTable.reachableFrom(name).stream()
                            .map(used -> ROOT + used)
                            .toArray(String[]::new);
                    classes()
                            .that()
                            .resideInAPackage(ROOT + name)
                            .should()
                            .onlyDependOnClassesThat(DescribedPredicate.not(resideInAPackage("io.knarr.."))
                                    .or(JavaClass.Predicates.resideInAnyPackage(allowed)))
                            .check(MAIN);
                }));
    }

    @Test
    void everyPackageIsInTheTable() {
        assertThat(PackageTable.names()).containsAll(found());
    }

    @Test
    void packagesFormNoCircle() {
        slices().matching("io.knarr.(**)").should().beFreeOfCycles().check(MAIN);
    }

    @TestFactory
    Stream<DynamicTest> librariesStayBehindTheirBorder() {
        return PackageTable.RESERVED_LIBRARIES.entrySet().stream()
                .map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> {
                    String[] owners = Stream.concat(entry.getValue().stream(), Stream.of("runtime"))
                            .map(owner -> ROOT + owner)
                            .toArray(String[]::new);
                    noClasses()
                            .that()
                            .resideOutsideOfPackages(owners)
                            .should()
                            .dependOnClassesThat()
                            .resideInAPackage(entry.getKey())
                            .check(MAIN);
                }));
    }

    @Test
    void nothingWaitsForAFuture() {
        noClasses()
                .that()
                .doNotHaveSimpleName("Main")
                .and()
                .doNotHaveSimpleName("Foreground")
                .should()
                .callMethod(Future.class, "await")
                .orShould()
                .callMethodWhere(calls(Thread.class, "sleep"))
                .orShould()
                .callMethodWhere(calls(Thread.class, "join"))
                .orShould()
                .callMethodWhere(calls(CompletableFuture.class, "get"))
                .orShould()
                .callMethodWhere(calls(CompletableFuture.class, "join"))
                .check(MAIN);
    }

    @Test
    void filesAreTouchedOnlyBehindTheDoor() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + "storage.embedded", ROOT + "ingest.source", ROOT + "runtime")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(Files.class)
                .check(MAIN);
        noClasses()
                .that()
                .resideInAnyPackage(ROOT + "storage.embedded", ROOT + "ingest.source")
                .and()
                .haveSimpleNameNotEndingWith("Blocking")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(Files.class)
                .allowEmptyShould(true)
                .check(MAIN);
    }

    @Test
    void onlyOffloadMakesThreadsWork() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + "offload")
                .should()
                .callMethodWhere(named("executeBlocking"))
                .orShould()
                .callMethodWhere(named("createSharedWorkerExecutor"))
                .check(MAIN);
    }

    @Test
    void timeChanceAndEnvironmentComeByConstructor() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "runtime")
                .should()
                .callMethodWhere(calls(System.class, "getenv"))
                .orShould()
                .callMethodWhere(calls(System.class, "getProperty"))
                .orShould()
                .callMethodWhere(calls(System.class, "currentTimeMillis"))
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethodWhere(calls(Clock.class, "systemUTC"))
                .orShould()
                .callConstructor(Random.class)
                .check(MAIN);
    }

    @Test
    void nothingStaticChanges() {
        fields().that()
                .haveModifier(JavaModifier.STATIC)
                .and()
                .areDeclaredInClassesThat()
                .resideInAPackage("io.knarr..")
                .should()
                .beFinal()
                .check(MAIN);
    }

    @Test
    void namesSayWhatAClassIs() {
        Pattern vague = Pattern.compile(".*(Utils?|Helper|Manager|Impl|Base)|Abstract.*");
        List<String> offenders = MAIN.stream()
                .map(JavaClass::getSimpleName)
                .filter(name -> vague.matcher(name).matches())
                .toList();
        assertThat(offenders).isEmpty();
    }

    private static Set<String> found() {
        Set<String> names = new TreeSet<>();
        MAIN.forEach(type -> names.add(type.getPackageName().substring(ROOT.length())));
        return names;
    }

    private static DescribedPredicate<JavaAccess<?>> calls(Class<?> owner, String method) {
        return DescribedPredicate.describe(
                owner.getSimpleName() + "." + method,
                access -> access.getTarget().getOwner().isAssignableTo(owner)
                        && access.getTarget().getName().equals(method));
    }

    private static DescribedPredicate<JavaAccess<?>> named(String method) {
        return DescribedPredicate.describe(
                method, access -> access.getTarget().getName().equals(method));
    }
}
