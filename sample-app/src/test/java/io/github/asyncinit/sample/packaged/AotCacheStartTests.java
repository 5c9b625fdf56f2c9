package io.github.asyncinit.sample.packaged;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The same with the JVM's AOT cache, which JDK 25 makes from one training run.
 */
@Tag("packaged-jdk25")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class AotCacheStartTests {

	@TempDir
	private Path directory;

	@Test
	void startsFromTheCacheOfATrainingRun() throws IOException, InterruptedException {
		Path extracted = this.directory.resolve("extracted");
		Path cache = this.directory.resolve("sample.aot");
		PackagedSample.java(List.of("-Djarmode=tools", "-jar", PackagedSample.JAR.toString(), "extract",
				"--destination", extracted.toString()));
		Path jar = extracted.resolve(PackagedSample.JAR.getFileName());

		PackagedSample.train(jar, "-XX:AOTCacheOutput=" + cache);

		assertThat(cache).isNotEmptyFile();
		// fails where the cache cannot be used
		PackagedSample.train(jar, "-XX:AOTCache=" + cache, "-XX:AOTMode=on");
	}

}
