package io.github.asyncinit.startup;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import javax.tools.JavaFileObject;

/**
 * Writes and compiles the beans of a workload, which all variants share, and a
 * configuration class for each variant.
 */
final class GeneratedSources {

	private static final String PACKAGE = "startup.";

	private final SourceCompiler compiler;

	GeneratedSources(SourceCompiler compiler) {
		this.compiler = compiler;
	}

	static String configurationClass(Workload workload, Variant variant) {
		return PACKAGE + workload.id() + "." + variant.configurationName();
	}

	/**
	 * Compiles all classes of a workload.
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
		this.compiler.compile(sources);
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
		return SourceCompiler.source(PACKAGE + workload.id() + "." + className, text);
	}

}
