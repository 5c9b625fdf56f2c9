package io.github.asyncinit;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/**
 * The law of the house: which package may know which. Written for any base package, so
 * that planted violations can stand before the same judge.
 */
final class HouseRules {

	private static final String JAVA = "java..";

	private static final String JSPECIFY = "org.jspecify.annotations..";

	private static final String SPRING = "org.springframework..";

	private static final String SPRING_BOOT = "org.springframework.boot..";

	private final String base;

	HouseRules(String base) {
		this.base = base;
	}

	List<ArchRule> all() {
		return List.of(root(), engine(), timeline(), bean(), beanKnowsNothingOfBoot(), bootchart(), metrics(),
				actuate(), autoconfigureIsImportedByNone(), noCycles(), onlyTheEngineStartsWork(), noSleep(),
				noStandardStreams());
	}

	ArchRule root() {
		return onlyImports(this.base, "org.springframework.aot.hint.annotation..",
				"org.springframework.core.annotation..");
	}

	ArchRule engine() {
		return onlyImports(ours("engine"), this.base);
	}

	ArchRule timeline() {
		return onlyImports(ours("timeline"));
	}

	ArchRule bean() {
		return onlyImports(ours("bean"), this.base, ours("engine"), ours("timeline"), SPRING, "jakarta.annotation..",
				"org.apache.commons.logging..", "org.slf4j..", "io.micrometer.context..", "jdk.jfr..");
	}

	ArchRule beanKnowsNothingOfBoot() {
		return noClasses().that()
			.resideInAPackage(ours("bean"))
			.should()
			.dependOnClassesThat()
			.resideInAPackage(SPRING_BOOT);
	}

	ArchRule bootchart() {
		return onlyImports(ours("bootchart"), ours("timeline"), "org.springframework.boot.json..");
	}

	ArchRule metrics() {
		return onlyImports(ours("metrics"), ours("timeline"), "io.micrometer.core..");
	}

	ArchRule actuate() {
		return onlyImports(ours("actuate"), ours("timeline"), ours("bootchart"), SPRING);
	}

	ArchRule autoconfigureIsImportedByNone() {
		return noClasses().that(resideInAPackage(this.base + "..").and(resideOutsideOfPackage(ours("autoconfigure"))))
			.should()
			.dependOnClassesThat()
			.resideInAPackage(ours("autoconfigure"));
	}

	ArchRule noCycles() {
		return slices().matching(this.base + ".(*)..").should().beFreeOfCycles();
	}

	ArchRule onlyTheEngineStartsWork() {
		return noClasses().that(resideInAPackage(this.base + "..").and(resideOutsideOfPackage(ours("engine"))))
			.should()
			.accessTargetWhere(DescribedPredicate.describe("work is started", HouseRules::startsWork));
	}

	ArchRule noSleep() {
		return noClasses().should()
			.accessTargetWhere(DescribedPredicate.describe("a thread is put to sleep", HouseRules::isSleep));
	}

	ArchRule noStandardStreams() {
		return GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
	}

	private ArchRule onlyImports(String subject, String... allowed) {
		return classes().that(resideInAPackage(subject))
			.should()
			.onlyDependOnClassesThat(resideInAnyPackage(subject, JAVA, JSPECIFY).or(resideInAnyPackage(allowed)));
	}

	private String ours(String name) {
		return this.base + "." + name + "..";
	}

	private static boolean startsWork(JavaAccess<?> access) {
		JavaClass owner = access.getTargetOwner();
		String name = access.getTarget().getName();
		return (owner.isAssignableTo(Thread.class) && Set.of("<init>", "start").contains(name))
				|| (owner.isAssignableTo(Executor.class)
						&& Set.of("execute", "submit", "invokeAll", "invokeAny", "schedule").contains(name))
				|| (owner.isEquivalentTo(CompletableFuture.class) && name.endsWith("Async"));
	}

	private static boolean isSleep(JavaAccess<?> access) {
		return access.getTarget().getName().equals("sleep") && (access.getTargetOwner().isEquivalentTo(Thread.class)
				|| access.getTargetOwner().isEquivalentTo(TimeUnit.class));
	}

}
