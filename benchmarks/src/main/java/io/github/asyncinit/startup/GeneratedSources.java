package io.github.asyncinit.startup;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Writes and compiles the beans of a workload, which all variants share, and a
 * configuration class for each variant.
 */
final class GeneratedSources {

	private static final String PACKAGE = "startup.";

	private final Path directory;

	private final String classPath;

	/**
	 * Creates the generator.
	 * @param directory where the classes go
	 * @param classPath what they are compiled with
	 */
	GeneratedSources(Path directory, String classPath) {
		this.directory = directory;
		this.classPath = classPath;
	}

	static String configurationClass(Workload workload, Variant variant) {
		return PACKAGE + workload.id() + "." + variant.configurationName();
	}

	/**
	 * Compiles all classes of a workload.
	 * @throws IllegalStateException if there is no compiler, or it fails
	 */
	void compile(Workload workload, List<Variant> variants) throws IOException {
		List<JavaFileObject> sources = new ArrayList<>();
		workload.beans()
			.stream()
			.limit(workload.ownClasses() ? workload.beans().size() : 1)
			.forEach((bean) -> sources.add(source(workload, workload.className(bean), bean(workload, bean))));
		for (Variant variant : variants) {
			if (variant.suits(workload)) {
				sources.add(source(workload, variant.configurationName(), configuration(workload, variant)));
			}
		}
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

	private static String bean(Workload workload, BeanSpec bean) {
		String parameters = parameters(bean);
		String arguments = bean.predecessors().stream().map((name) -> ", " + name).collect(Collectors.joining());
		return """
				package %s;
				public class %s extends io.github.asyncinit.startup.app.Work {
					public %s(String name%s) {
						super(name, %d, %d%s);
					}
				}
				""".formatted(PACKAGE + workload.id(), workload.className(bean), workload.className(bean),
				parameters.isEmpty() ? "" : ", " + parameters, bean.waitMs(), bean.cpuMs(), arguments);
	}

	private static String configuration(Workload workload, Variant variant) {
		StringBuilder source = new StringBuilder();
		source.append("package ").append(PACKAGE).append(workload.id()).append(";\n");
		source.append("import org.springframework.context.annotation.Bean;\n");
		source.append("@org.springframework.context.annotation.Configuration(proxyBeanMethods = false)\n");
		source.append("public class ").append(variant.configurationName()).append(" {\n");
		for (BeanSpec bean : workload.beans()) {
			source.append("""
						%s
						@Bean(initMethod = "initialize"%s)
						%s %s(%s) {
							return new %s("%s"%s);
						}
					""".formatted(variant.annotation(workload), variant.attribute(workload, bean),
					workload.className(bean), bean.name(), parameters(bean), workload.className(bean), bean.name(),
					bean.predecessors().stream().map((name) -> ", " + name).collect(Collectors.joining())));
		}
		return source.append("}\n").toString();
	}

	private static String parameters(BeanSpec bean) {
		return bean.predecessors()
			.stream()
			.map((name) -> BeanSpec.className(name) + " " + name)
			.collect(Collectors.joining(", "));
	}

	private static JavaFileObject source(Workload workload, String className, String text) {
		URI uri = URI.create("string:///" + (PACKAGE + workload.id()).replace('.', '/') + "/" + className + ".java");
		return new SourceText(uri, text);
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
