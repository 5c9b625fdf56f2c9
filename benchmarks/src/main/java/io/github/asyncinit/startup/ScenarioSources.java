package io.github.asyncinit.startup;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import javax.tools.JavaFileObject;

/**
 * Writes a configuration class for each scenario and variant.
 */
final class ScenarioSources {

	private static final String PACKAGE = "misbehaviour";

	private ScenarioSources() {
	}

	static String configurationClass(Scenario scenario, Variant variant) {
		return PACKAGE + "." + scenario.id() + variant.configurationName();
	}

	/**
	 * Compiles all of them.
	 */
	static void compile(SourceCompiler compiler, List<Scenario> scenarios, List<Variant> variants) throws IOException {
		List<JavaFileObject> sources = new ArrayList<>();
		for (Scenario scenario : scenarios) {
			for (Variant variant : variants) {
				sources.add(SourceCompiler.source(configurationClass(scenario, variant), source(scenario, variant)));
			}
		}
		compiler.compile(sources);
	}

	private static String source(Scenario scenario, Variant variant) {
		StringBuilder source = new StringBuilder("""
				package %s;
				import io.github.asyncinit.startup.app.Patient;
				import org.springframework.context.annotation.Bean;
				@org.springframework.context.annotation.Configuration(proxyBeanMethods = false)
				public class %s {
				""".formatted(PACKAGE, scenario.id() + variant.configurationName()));
		scenario.patients().forEach((patient) -> source.append(bean(patient, variant, true)));
		if (!scenario.mainline().isEmpty()) {
			source.append(bean(scenario.mainline(), variant, false));
		}
		if (!scenario.late().isEmpty()) {
			source.append(bean(scenario.late(), variant, true));
		}
		if (scenario.threads() > 0 && variant == Variant.BACKGROUND) {
			source.append("""
						@Bean
						org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor bootstrapExecutor() {
							var executor = new org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor();
							executor.setCorePoolSize(%d);
							executor.setDaemon(true);
							return executor;
						}
					""".formatted(scenario.threads()));
		}
		return source.append("}\n").toString();
	}

	private static String bean(String patient, Variant variant, boolean asynchronous) {
		String[] parts = patient.split("=");
		String annotation = asynchronous ? variant.annotation() : "";
		String attribute = (asynchronous && variant == Variant.BACKGROUND) ? ", bootstrap = Bean.Bootstrap.BACKGROUND"
				: "";
		return """
					%s
					@Bean(initMethod = "initialize", destroyMethod = "close"%s)
					Patient %s() {
						return new Patient("%s", "%s");
					}
				""".formatted(annotation, attribute, parts[0], parts[0], parts[1]);
	}

	/**
	 * Returns the options of a JVM that say how many threads there are, and how long an
	 * initializer may take where that can be said.
	 */
	static List<String> jvmArguments(Scenario scenario, Variant variant) {
		List<String> arguments = new ArrayList<>(variant.jvmArguments());
		if (variant.ours()) {
			arguments.add("-Dasync-init.timeout=5s");
		}
		if (scenario.threads() > 0) {
			if (variant.ours()) {
				arguments.add("-Dasync-init.threads=" + scenario.threads());
			}
			else if (variant == Variant.SOFABOOT) {
				arguments.add("-Dsofa.boot.runtime.async-init-executor-core-size=" + scenario.threads());
				arguments.add("-Dsofa.boot.runtime.async-init-executor-max-size=" + scenario.threads());
			}
		}
		return arguments;
	}

}
