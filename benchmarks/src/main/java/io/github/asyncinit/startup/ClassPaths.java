package io.github.asyncinit.startup;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

import io.github.asyncinit.AsyncInit;
import io.github.asyncinit.startup.app.StartupApplication;
import org.openjdk.jmh.annotations.Benchmark;

/**
 * The class paths of the applications: with and without what is ours, and never with JMH.
 *
 * @param plain without ours
 * @param withOurs with ours
 */
record ClassPaths(String plain, String withOurs) {

	/**
	 * Derives them from the class path of this JVM.
	 * @param generated where the generated classes are
	 */
	static ClassPaths of(Path generated) {
		String ours = location(AsyncInit.class);
		return new ClassPaths(classPath(generated, ours), classPath(generated, null));
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
