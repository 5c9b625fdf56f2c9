package io.github.asyncinit.startup;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A way to start the beans of a workload.
 */
enum Variant {

	/**
	 * One bean after the other, nothing of ours on the class path.
	 */
	PLAIN("plain", "plain Spring", false, false),

	/**
	 * Spring's background initialization, on every bean.
	 */
	BACKGROUND("background", "`@Bean(bootstrap = BACKGROUND)`, all beans", false, false),

	/**
	 * Spring's background initialization as it is documented: only beans that no other
	 * needs.
	 */
	LEAVES("leaves", "`@Bean(bootstrap = BACKGROUND)`, leaves only", false, false),

	/**
	 * Spring's background initialization on virtual threads.
	 */
	BACKGROUND_VIRTUAL("background-virtual", "`@Bean(bootstrap = BACKGROUND)`, virtual threads", false, true),

	/**
	 * Ours, in default settings.
	 */
	OURS("async-init", "**async-init**", true, false),

	/**
	 * Ours, on virtual threads.
	 */
	OURS_VIRTUAL("async-init-virtual", "**async-init**, virtual threads", true, true),

	/**
	 * One bean after the other, on the Boot that SOFABoot supports.
	 */
	SOFABOOT_PLAIN("sofaboot-plain", "plain Spring, on SOFABoot's Boot", false, false),

	/**
	 * SOFABoot's annotation, on every bean.
	 */
	SOFABOOT("sofaboot", "SOFABoot `@SofaAsyncInit`", false, false),

	/**
	 * SOFABoot's annotation, on virtual threads.
	 */
	SOFABOOT_VIRTUAL("sofaboot-virtual", "SOFABoot `@SofaAsyncInit`, virtual threads", false, true);

	private static final int FIRST_WITH_VIRTUAL_THREADS = 21;

	private final String id;

	private final String title;

	private final boolean ours;

	private final boolean virtual;

	Variant(String id, String title, boolean ours, boolean virtual) {
		this.id = id;
		this.title = title;
		this.ours = ours;
		this.virtual = virtual;
	}

	/**
	 * Returns those that this JVM can run.
	 */
	static List<Variant> available() {
		boolean virtual = Runtime.version().feature() >= FIRST_WITH_VIRTUAL_THREADS;
		return Arrays.stream(values()).filter((variant) -> virtual || !variant.virtual).toList();
	}

	/**
	 * Tells whether it differs from the others for the workload.
	 */
	boolean suits(Workload workload) {
		if (!workload.annotated()) {
			return this == PLAIN || this == OURS || this == SOFABOOT_PLAIN || this == SOFABOOT;
		}
		return this != LEAVES || workload.leaves().size() < workload.beans().size();
	}

	/**
	 * Returns the attribute of {@code @Bean} for a bean, or an empty text.
	 */
	String attribute(Workload workload, BeanSpec bean) {
		boolean background = this == BACKGROUND || this == BACKGROUND_VIRTUAL
				|| this == LEAVES && workload.leaves().contains(bean.name());
		return (background && workload.annotated()) ? ", bootstrap = Bean.Bootstrap.BACKGROUND" : "";
	}

	/**
	 * Returns a further annotation of the bean method, or an empty text.
	 */
	String annotation(Workload workload) {
		return workload.annotated() ? annotation() : "";
	}

	/**
	 * Returns the annotation that makes a bean asynchronous, or an empty text.
	 */
	String annotation() {
		if (this == SOFABOOT || this == SOFABOOT_VIRTUAL) {
			return "@com.alipay.sofa.runtime.api.annotation.SofaAsyncInit";
		}
		return this.ours ? "@io.github.asyncinit.AsyncInit" : "";
	}

	List<String> jvmArguments() {
		List<String> arguments = new ArrayList<>();
		if (isOnSofaBoot()) {
			// it does not start without a name, and writes files of its own
			arguments.addAll(List.of("-Dspring.application.name=startup", "-Dsofa.middleware.log.disable=true",
					"-Dlogging.path=target/startup/sofaboot"));
		}
		if (this.virtual) {
			arguments.add(isOnSofaBoot() ? "-Dsofa.boot.startup.threads.virtual.enabled=true"
					: "-Dspring.threads.virtual.enabled=true");
		}
		return arguments;
	}

	String configurationName() {
		return name().charAt(0) + name().substring(1).toLowerCase().replace('_', 'X') + "Beans";
	}

	String id() {
		return this.id;
	}

	String title() {
		return this.title;
	}

	/**
	 * Whether it runs on the Boot that SOFABoot supports.
	 */
	boolean isOnSofaBoot() {
		return this == SOFABOOT_PLAIN || this == SOFABOOT || this == SOFABOOT_VIRTUAL;
	}

	/**
	 * The empty application that its bound is made of.
	 */
	String floor() {
		return isOnSofaBoot() ? StartupRun.SOFABOOT_FLOOR : StartupRun.FLOOR;
	}

	boolean ours() {
		return this.ours;
	}

}
