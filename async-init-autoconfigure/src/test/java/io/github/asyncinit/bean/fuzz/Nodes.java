package io.github.asyncinit.bean.fuzz;

import java.util.ArrayList;
import java.util.List;

import io.github.asyncinit.AsyncInit;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
import org.springframework.context.annotation.Bean;

/**
 * The kinds of beans of random contexts.
 */
final class Nodes {

	private Nodes() {
	}

	private static void lookUp(NodeSpec spec, BeanFactory beanFactory) {
		spec.needs().lookedUp().forEach((name) -> beanFactory.getBean(name, Node.class).use(spec.name()));
	}

	/**
	 * Has something set.
	 */
	interface Settable {

		void setLater(List<Node> later);

		void setCircular(List<Node> circular);

	}

	static class Component extends PlainNode implements Settable, BeanFactoryAware {

		private final List<Node> lazily = new ArrayList<>();

		private List<Node> later = List.of();

		private List<Node> circular = List.of();

		private BeanFactory beanFactory;

		Component(NodeLog log, NodeSpec spec, List<Node> dependencies) {
			super(log, spec, dependencies);
		}

		@Override
		public void setLater(List<Node> later) {
			this.later = later;
		}

		@Override
		public void setCircular(List<Node> circular) {
			this.circular = circular;
		}

		@Override
		public void setBeanFactory(BeanFactory beanFactory) {
			this.beanFactory = beanFactory;
			AutowireCapableBeanFactory autowiring = (AutowireCapableBeanFactory) beanFactory;
			for (String bean : spec().needs().lazily()) {
				boolean proxied = this.lazily.size() % 2 == 0;
				this.lazily.add(proxied ? LazyInjection.proxy(autowiring, bean, name())
						: LazyInjection.provided(autowiring, bean, name()));
			}
			note("wired");
		}

		@Override
		void useMore() {
			use(spec().needs().bySetter(), this.later);
			use(spec().needs().lazily(), this.lazily);
			lookUp(spec(), this.beanFactory);
		}

		@Override
		void needMore() {
			super.needMore();
			need(spec().needs().bySetter(), this.later);
		}

		@Override
		void verifyReferences(BeanReferences references) {
			super.verifyReferences(references);
			references.verify(spec(), spec().needs().bySetter(), this.later);
			references.verify(spec(), spec().needs().circular(), this.circular);
			this.lazily.forEach((node) -> node.use(name()));
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
		}

		@Override
		public Node getObject() {
			use("the container");
			return new Product(this);
		}

		@Override
		public Class<?> getObjectType() {
			return Node.class;
		}

	}

	static class FactoryOfFinalClass extends Component implements FactoryBean<Node.FinalProduct> {

		FactoryOfFinalClass(NodeLog log, NodeSpec spec, List<Node> dependencies) {
			super(log, spec, dependencies);
		}

		@Override
		public FinalProduct getObject() {
			use("the container");
			return new FinalProduct(this);
		}

		@Override
		public Class<?> getObjectType() {
			return FinalProduct.class;
		}

	}

	/**
	 * A configuration with factory methods.
	 */
	static class Configuration {

		private final BeanFactory beanFactory;

		Configuration(BeanFactory beanFactory) {
			this.beanFactory = beanFactory;
		}

		Component component(NodeLog log, NodeSpec spec, List<Node> dependencies) {
			PlainNode.create(log, spec, dependencies);
			return new Component(log, spec, dependencies);
		}

		static Component componentStatically(NodeLog log, NodeSpec spec, List<Node> dependencies) {
			PlainNode.create(log, spec, dependencies);
			return new Component(log, spec, dependencies);
		}

		PlainNode plain(NodeLog log, NodeSpec spec, List<Node> dependencies) {
			PlainNode.create(log, spec, dependencies);
			lookUp(spec, this.beanFactory);
			return new PlainNode(log, spec, dependencies);
		}

		Node plainBehindInterface(NodeLog log, NodeSpec spec, List<Node> dependencies) {
			return plain(log, spec, dependencies);
		}

		@Bean
		@AsyncInit
		PlainNode annotatedPlain(NodeLog log, NodeSpec spec, List<Node> dependencies) {
			return plain(log, spec, dependencies);
		}

	}

}
