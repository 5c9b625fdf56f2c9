package io.github.asyncinit.startup;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Compiles generated sources.
 *
 * @param directory where the classes go
 * @param classPath what they are compiled with
 */
record SourceCompiler(Path directory, String classPath) {

	/**
	 * Compiles some sources together.
	 * @throws IllegalStateException if there is no compiler, or it fails
	 */
	void compile(List<JavaFileObject> sources) throws IOException {
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		if (compiler == null) {
			throw new IllegalStateException("The start-up benchmarks need a JDK: this Java has no compiler");
		}
		Files.createDirectories(this.directory);
		StringWriter messages = new StringWriter();
		try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
			List<String> options = List.of("-d", this.directory.toString(), "-cp", this.classPath, "-proc:none",
					"-parameters");
			if (!compiler.getTask(messages, files, null, options, null, sources).call()) {
				throw new IllegalStateException("The generated beans do not compile: " + messages);
			}
		}
	}

	static JavaFileObject source(String className, String text) {
		return new SourceText(URI.create("string:///" + className.replace('.', '/') + ".java"), text);
	}

	/**
	 * A source that is not in a file.
	 */
	private static final class SourceText extends SimpleJavaFileObject {

		private final String text;

		SourceText(URI uri, String text) {
			super(uri, Kind.SOURCE);
			this.text = text;
		}

		@Override
		public CharSequence getCharContent(boolean ignoreEncodingErrors) {
			return this.text;
		}

	}

}
