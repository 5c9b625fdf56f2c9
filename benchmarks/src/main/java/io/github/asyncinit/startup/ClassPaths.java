package io.github.asyncinit.startup;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import io.github.asyncinit.AsyncInit;
import io.github.asyncinit.startup.app.StartupApplication;
import org.openjdk.jmh.annotations.Benchmark;

/**
 * The class paths of the applications: with and without what is ours, and never with JMH.
 *
 * @param plain without ours
 * @param withOurs with ours
 * @param sofaBoot of SOFABoot, on the Boot that it supports
 * @param sofaBootPlain of that Boot alone
 */
record ClassPaths(String plain, String withOurs, String sofaBoot, String sofaBootPlain) {

	/** Parts of the names of what belongs to the plain starter of SOFABoot's Boot. */
	private static final List<String> PLAIN_STARTER = List.of("/org/springframework/", "/ch/qos/logback/",
			"/org/slf4j/", "/org/apache/logging/", "/jakarta/annotation/", "/org/yaml/", "/io/micrometer/");

	/**
	 * Derives them from the class path of this JVM.
	 * @param generated where the generated classes are
	 * @param sofaBoot the file with the class path of SOFABoot
	 */
	static ClassPaths of(Path generated, Path sofaBoot) throws IOException {
		String ours = location(AsyncInit.class);
		String own = generated + File.pathSeparator + location(StartupApplication.class) + File.pathSeparator;
		String all = Files.readString(sofaBoot).trim();
		String plain = Arrays.stream(all.split(File.pathSeparator))
			.filter((entry) -> PLAIN_STARTER.stream().anyMatch(entry.replace(File.separatorChar, '/')::contains))
			.collect(Collectors.joining(File.pathSeparator));
		return new ClassPaths(classPath(generated, ours), classPath(generated, null), own + all, own + plain);
	}

	/**
	 * Returns the class path of a variant.
	 */
	String of(Variant variant) {
		return switch (variant) {
			case SOFABOOT_PLAIN -> this.sofaBootPlain;
			case SOFABOOT, SOFABOOT_VIRTUAL -> this.sofaBoot;
			default -> variant.ours() ? this.withOurs : this.plain;
		};
	}

	private static String classPath(Path generated, String left) {
		String jmh = location(Benchmark.class);
		String own = location(StartupApplication.class);
		return generated + File.pathSeparator + own + File.pathSeparator
				+ Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
					.filter((entry) -> !entry.equals(jmh) && !entry.equals(own) && !entry.equals(left))
					.collect(Collectors.joining(File.pathSeparator));
	}

	private static String location(Class<?> type) {
		try {
			return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
		}
		catch (URISyntaxException ex) {
			throw new IllegalStateException("Cannot find where " + type.getName() + " is", ex);
		}
	}

}
