package io.github.asyncinit.startup;

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
	OURS_VIRTUAL("async-init-virtual", "**async-init**, virtual threads", true, true);

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
			return this == PLAIN || this == OURS;
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
		return (this.ours && workload.annotated()) ? "@io.github.asyncinit.AsyncInit" : "";
	}

	List<String> jvmArguments() {
		return this.virtual ? List.of("-Dspring.threads.virtual.enabled=true") : List.of();
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

	boolean ours() {
		return this.ours;
	}

}
