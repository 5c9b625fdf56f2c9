package io.github.asyncinit.bean.fuzz;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;

import org.springframework.beans.factory.InitializingBean;

/**
 * A bean that needs nothing of the container but its arguments. It notes its callbacks,
 * and whoever uses it before it is complete or after it is destroyed.
 */
class PlainNode implements Node, InitializingBean {

	private final NodeLog log;

	private final NodeSpec spec;

	private final List<Node> dependencies;

	private final NodeLog.Track track;

	private final Thread creating = Thread.currentThread();

	private volatile Thread initializing;

	private volatile boolean postProcessed;

	private boolean complete;

	private boolean destroyed;

	PlainNode(NodeLog log, NodeSpec spec, List<Node> dependencies) {
		this.log = log;
		this.spec = spec;
		this.dependencies = dependencies;
		if (!spec.kind().isByMethod()) {
			create(log, spec, dependencies);
		}
		this.track = log.begin(this);
	}

	/**
	 * What a constructor does, or the body of a factory method.
	 */
	static void create(NodeLog log, NodeSpec spec, List<Node> dependencies) {
		// a factory may be constructed for its type, before anybody needs it
		if (!spec.isAsynchronous() && !spec.kind().isFactoryBean()) {
			verifyPredecessors(log, spec);
		}
		List<String> names = spec.needs().byConstructor();
		for (String early : spec.needs().calledEarly()) {
			dependencies.get(names.indexOf(early)).use(spec.name());
		}
		pause(spec);
		if (spec.failure() == NodeSpec.Failure.CREATION) {
			throw new IllegalStateException(spec.failureMessage());
		}
	}

	/**
	 * What it depends on without a reference, which could wait, is complete, and so is
	 * what is behind such a bean that has no entry.
	 */
	private static void verifyPredecessors(NodeLog log, NodeSpec spec) {
		Set<String> predecessors = new LinkedHashSet<>(spec.needs().dependsOn());
		predecessors.addAll(spec.entry().after());
		Deque<String> open = new ArrayDeque<>(predecessors);
		while (!open.isEmpty()) {
			NodeSpec next = log.spec(open.remove());
			NodeSpec.Needs needs = next.needs();
			if (!next.isAsynchronous()) {
				Stream.of(needs.byConstructor(), needs.bySetter(), needs.dependsOn())
					.flatMap(List::stream)
					.filter(predecessors::add)
					.forEach(open::add);
			}
		}
		predecessors.stream()
			.filter((name) -> !log.isComplete(name))
			.forEach((name) -> log.violation(spec.name() + " does not wait for " + name + ", which it depends on"));
	}

	/**
	 * Takes a moment, to mix threads up.
	 */
	static void pause(NodeSpec spec) {
		if (spec.slow()) {
			LockSupport.parkNanos(100_000);
		}
	}

	String name() {
		return this.spec.name();
	}

	NodeSpec spec() {
		return this.spec;
	}

	/**
	 * All other post-processors are done with it.
	 */
	void postProcessed() {
		this.postProcessed = true;
	}

	void note(String event) {
		this.log.note(this.track, event);
	}

	@PostConstruct
	private void postConstruct() {
		this.initializing = Thread.currentThread();
		note("post-construct");
		verifyPredecessors(this.log, this.spec);
		// a factory may be constructed for its type by one thread, and completed by
		// another
		boolean elsewhere = this.initializing != this.creating && !this.spec.kind().isDeferred()
				&& !this.spec.kind().isFactoryBean();
		if (elsewhere && !this.postProcessed) {
			this.log.violation(name() + " is initialized while post-processors are at work on it");
		}
		initialize(() -> {
			use(this.spec.needs().byConstructor(), this.dependencies);
			pause(this.spec);
		});
	}

	@Override
	public void afterPropertiesSet() {
		note("properties");
		initialize(() -> {
			useMore();
			if (this.spec.failure() == NodeSpec.Failure.INITIALIZATION) {
				throw new IllegalStateException(this.spec.failureMessage());
			}
		});
	}

	void useMore() {
	}

	/**
	 * Uses those of some beans that it may use.
	 */
	void use(List<String> names, List<Node> nodes) {
		for (int i = 0; i < names.size(); i++) {
			if (this.spec.needs().used().contains(names.get(i))) {
				nodes.get(i).use(name());
			}
		}
	}

	private void initialize(Runnable step) {
		boolean done = false;
		try {
			step.run();
			done = true;
		}
		finally {
			if (!done) {
				this.initializing = null;
			}
		}
	}

	void init() {
		note("init");
		if (this.initializing != Thread.currentThread()) {
			this.log.violation(name() + " is initialized by several threads");
		}
		this.complete = true;
		this.log.complete(name());
		this.initializing = null;
	}

	@PreDestroy
	void destroy() {
		if (this.initializing != null) {
			this.log.violation(name() + " is destroyed while it is initialized");
		}
		if (this.complete) {
			needMore();
		}
		this.destroyed = true;
		note("destroyed");
	}

	/**
	 * What it used is still there when it is destroyed.
	 */
	void needMore() {
		need(this.spec.needs().byConstructor(), this.dependencies);
	}

	void need(List<String> names, List<Node> nodes) {
		for (int i = 0; i < names.size(); i++) {
			if (this.spec.needs().used().contains(names.get(i))) {
				nodes.get(i).need(name());
			}
		}
	}

	/**
	 * Checks, when the start is over, that it has what the container has.
	 */
	void verifyReferences(BeanReferences references) {
		references.verify(this.spec, this.spec.needs().byConstructor(), this.dependencies);
	}

	@Override
	public void use(String by) {
		if (!this.complete) {
			this.log.violation(by + " uses " + name() + " before it is complete");
		}
		need(by);
	}

	@Override
	public void need(String by) {
		if (this.destroyed) {
			this.log.violation(by + " uses " + name() + " after it is destroyed");
		}
	}

}
