package io.github.asyncinit.bean.fuzz;

import java.util.List;
import java.util.concurrent.locks.LockSupport;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.InitializingBean;

/**
 * The beans of random contexts. Each notes its callbacks, and whoever uses one before it
 * is complete.
 */
final class Nodes {

	private Nodes() {
	}

	private static void callEarly(NodeSpec spec, List<Node> dependencies) {
		List<String> names = spec.byConstructor();
		for (String early : spec.calledEarly()) {
			dependencies.get(names.indexOf(early)).use(spec.name());
		}
	}

	/**
	 * Takes a moment, to mix threads up.
	 */
	private static void pause(NodeSpec spec) {
		if (spec.slow()) {
			LockSupport.parkNanos(100_000);
		}
	}

	/**
	 * Has something set.
	 */
	interface Settable {

		void setLater(List<Node> later);

	}

	/**
	 * What others see of a bean.
	 */
	interface Node {

		void use(String by);

	}

	/**
	 * Needs nothing of the container but its arguments.
	 */
	static class Plain implements Node, InitializingBean {

		private final NodeLog log;

		private final NodeSpec spec;

		private final List<Node> dependencies;

		private volatile Thread initializing;

		private boolean complete;

		private boolean destroyed;

		Plain(NodeLog log, NodeSpec spec, List<Node> dependencies) {
			this.log = log;
			this.spec = spec;
			this.dependencies = dependencies;
			log.note(spec.name(), "constructed");
			if (spec.kind() == NodeSpec.Kind.COMPONENT || spec.kind() == NodeSpec.Kind.FINAL_CLASS) {
				callEarly(spec, dependencies);
			}
		}

		@PostConstruct
		private void postConstruct() {
			this.initializing = Thread.currentThread();
			this.log.note(this.spec.name(), "post-construct");
			initialize(() -> {
				this.dependencies.forEach((node) -> node.use(this.spec.name()));
				pause(this.spec);
			});
		}

		@Override
		public void afterPropertiesSet() {
			this.log.note(this.spec.name(), "properties");
			initialize(() -> {
				useMore();
				if (this.spec.failing()) {
					throw new IllegalStateException("planned failure of " + this.spec.name());
				}
			});
		}

		void useMore() {
		}

		NodeLog log() {
			return this.log;
		}

		NodeSpec spec() {
			return this.spec;
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
			this.log.note(this.spec.name(), "init");
			if (this.initializing != Thread.currentThread()) {
				this.log.violation(this.spec.name() + " is initialized by several threads");
			}
			this.complete = true;
			this.initializing = null;
		}

		@PreDestroy
		void destroy() {
			if (this.initializing != null) {
				this.log.violation(this.spec.name() + " is destroyed while it is initialized");
			}
			this.destroyed = true;
			this.log.note(this.spec.name(), "destroyed");
		}

		@Override
		public void use(String by) {
			if (!this.complete) {
				this.log.violation(by + " uses " + this.spec.name() + " before it is complete");
			}
			if (this.destroyed) {
				this.log.violation(by + " uses " + this.spec.name() + " after it is destroyed");
			}
		}

	}

	static class Component extends Plain implements Settable, BeanFactoryAware {

		private List<Node> later = List.of();

		private BeanFactory beanFactory;

		Component(NodeLog log, NodeSpec spec, List<Node> dependencies) {
			super(log, spec, dependencies);
		}

		@Override
		public void setLater(List<Node> later) {
			this.later = later;
		}

		@Override
		public void setBeanFactory(BeanFactory beanFactory) {
			this.beanFactory = beanFactory;
			log().note(spec().name(), "wired");
		}

		@Override
		void useMore() {
			this.later.forEach((node) -> node.use(spec().name()));
			spec().lookedUp().forEach((name) -> this.beanFactory.getBean(name, Node.class).use(spec().name()));
		}

	}

	static final class FinalComponent extends Component {

		FinalComponent(NodeLog log, NodeSpec spec, List<Node> dependencies) {
			super(log, spec, dependencies);
		}

	}

	static class Factory extends Component implements FactoryBean<Node> {

		Factory(NodeLog log, NodeSpec spec, List<Node> dependencies) {
			super(log, spec, dependencies);
			callEarly(spec, dependencies);
		}

		@Override
		public Node getObject() {
			use("the container");
			return this::use;
		}

		@Override
		public Class<?> getObjectType() {
			return Node.class;
		}

	}

	/**
	 * A configuration with factory methods.
	 */
	static class Configuration {

		Component create(NodeLog log, NodeSpec spec, List<Node> dependencies) {
			callEarly(spec, dependencies);
			pause(spec);
			return new Component(log, spec, dependencies);
		}

		Plain createDeferred(NodeLog log, NodeSpec spec, List<Node> dependencies) {
			callEarly(spec, dependencies);
			pause(spec);
			return new Plain(log, spec, dependencies);
		}

		Node createBehindInterface(NodeLog log, NodeSpec spec, List<Node> dependencies) {
			return createDeferred(log, spec, dependencies);
		}

		static Component createStatically(NodeLog log, NodeSpec spec, List<Node> dependencies) {
			callEarly(spec, dependencies);
			return new Component(log, spec, dependencies);
		}

	}

}
