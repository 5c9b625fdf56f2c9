package io.github.asyncinit.bean.fuzz;

import org.springframework.beans.factory.ObjectProvider;

/**
 * What others see of a bean of a random context.
 */
interface Node {

	/**
	 * Uses the bean, which has to be complete.
	 * @param by who uses it
	 */
	void use(String by);

	/**
	 * Makes sure that the bean is not destroyed.
	 * @param by who still needs it
	 */
	void need(String by);

	/**
	 * What a factory makes.
	 */
	class Product implements Node {

		private final Node factory;

		Product(Node factory) {
			this.factory = factory;
		}

		@Override
		public void use(String by) {
			this.factory.use(by);
		}

		@Override
		public void need(String by) {
			this.factory.need(by);
		}

	}

	/**
	 * What a factory makes and no proxy can stand in for.
	 */
	final class FinalProduct extends Product {

		FinalProduct(Node factory) {
			super(factory);
		}

	}

	/**
	 * A bean that is looked up when it is used.
	 *
	 * @param provider looks it up
	 */
	record Provided(ObjectProvider<Node> provider) implements Node {

		@Override
		public void use(String by) {
			this.provider.getObject().use(by);
		}

		@Override
		public void need(String by) {
			this.provider.getObject().need(by);
		}

	}

}
