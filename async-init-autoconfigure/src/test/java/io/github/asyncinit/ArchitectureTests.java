package io.github.asyncinit;

import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.github.asyncinit.canary.RootCanary;
import io.github.asyncinit.canary.actuate.ActuateCanary;
import io.github.asyncinit.canary.bean.BeanCanary;
import io.github.asyncinit.canary.bean.BootCanary;
import io.github.asyncinit.canary.bootchart.BootchartCanary;
import io.github.asyncinit.canary.engine.EngineCanary;
import io.github.asyncinit.canary.metrics.MetricsCanary;
import io.github.asyncinit.canary.timeline.TimelineCanary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Holds the main code to the {@linkplain HouseRules law of the house}, and the law to its
 * canaries: classes under {@code canary} that each break one rule on purpose.
 */
class ArchitectureTests {

	private static final String BASE = ArchitectureTests.class.getPackageName();

	private static final String CANARY_BASE = RootCanary.class.getPackageName();

	private static final JavaClasses MAIN = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages(BASE);

	private static final JavaClasses CANARIES = new ClassFileImporter().importPackages(CANARY_BASE);

	@Test
	void looksAtTheMainClassesOnly() {
		assertThat(MAIN).extracting((type) -> type.getName())
			.contains(BASE + ".OrderedAsyncScheduler")
			.doesNotContain(RootCanary.class.getName());
	}

	@ParameterizedTest
	@MethodSource("lawsOfTheHouse")
	void theHouseKeeps(ArchRule law) {
		law.check(MAIN);
	}

	@ParameterizedTest
	@MethodSource("lawsAndCanaries")
	void rejectsThePlantedViolation(ArchRule law, Class<?> offender, String offence) {
		assertThat(law.evaluate(CANARIES).getFailureReport().getDetails())
			.anySatisfy((detail) -> assertThat(detail).contains(offender.getName(), offence));
	}

	@Test
	void everyLawHasACanary() {
		assertThat(lawsAndCanaries().map((arguments) -> ((ArchRule) arguments.get()[0]).getDescription()).distinct())
			.containsExactlyInAnyOrderElementsOf(
					new HouseRules(CANARY_BASE).all().stream().map(ArchRule::getDescription).toList());
	}

	static Stream<ArchRule> lawsOfTheHouse() {
		return new HouseRules(BASE).all().stream();
	}

	static Stream<Arguments> lawsAndCanaries() {
		HouseRules laws = new HouseRules(CANARY_BASE);
		return Stream.of(arguments(laws.root(), RootCanary.class, EngineCanary.class.getName()),
				arguments(laws.engine(), EngineCanary.class, "org.springframework.util.StringUtils"),
				arguments(laws.timeline(), TimelineCanary.class, RootCanary.class.getName()),
				arguments(laws.bean(), BeanCanary.class, "io.micrometer.core.instrument.MeterRegistry"),
				arguments(laws.beanKnowsNothingOfBoot(), BootCanary.class, "org.springframework.boot"),
				arguments(laws.bootchart(), BootchartCanary.class, EngineCanary.class.getName()),
				arguments(laws.metrics(), MetricsCanary.class, "org.springframework.util.StringUtils"),
				arguments(laws.actuate(), ActuateCanary.class, EngineCanary.class.getName()),
				arguments(laws.autoconfigureIsImportedByNone(), EngineCanary.class, CANARY_BASE + ".autoconfigure"),
				arguments(laws.noCycles(), BeanCanary.class, EngineCanary.class.getName()),
				arguments(laws.onlyTheEngineStartsWork(), MetricsCanary.class, "runsAThread"),
				arguments(laws.onlyTheEngineStartsWork(), MetricsCanary.class, "submits"),
				arguments(laws.onlyTheEngineStartsWork(), MetricsCanary.class, "usesTheCommonPool"),
				arguments(laws.noSleep(), TimelineCanary.class, "sleeps()"),
				arguments(laws.noSleep(), TimelineCanary.class, "sleepsInDisguise()"),
				arguments(laws.noStandardStreams(), BootchartCanary.class, "System.out"));
	}

}
