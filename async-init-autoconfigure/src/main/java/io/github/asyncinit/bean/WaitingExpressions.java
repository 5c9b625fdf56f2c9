package io.github.asyncinit.bean;

import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.BeanExpressionContext;
import org.springframework.beans.factory.config.BeanExpressionResolver;

/**
 * Has expressions, such as those of {@code @Value}, wait for the beans without gates that
 * they name. An expression uses what it names at once, and the container does not note
 * that who is injected with its value depends on it.
 */
final class WaitingExpressions implements BeanExpressionResolver {

	/** A reference that the resolver looks up by itself. */
	private static final Pattern BEAN_REFERENCE = Pattern.compile("@(?:([\\w$]+)|'([^']+)'|\"([^\"]+)\")");

	private final BeanExpressionResolver expressions;

	private final DependencyWaits waits;

	WaitingExpressions(BeanExpressionResolver expressions, DependencyWaits waits) {
		this.expressions = expressions;
		this.waits = waits;
	}

	@Override
	public @Nullable Object evaluate(@Nullable String value, BeanExpressionContext context) {
		if (value != null && value.indexOf('@') >= 0) {
			awaitReferences(value, context.getBeanFactory());
		}
		return this.expressions.evaluate(value, new WaitingContext(context, this.waits));
	}

	private void awaitReferences(String value, BeanFactory beanFactory) {
		Matcher references = BEAN_REFERENCE.matcher(value);
		while (references.find()) {
			String name = IntStream.rangeClosed(1, references.groupCount())
				.mapToObj(references::group)
				.filter(Objects::nonNull)
				.findFirst()
				.orElseThrow();
			if (this.waits.isUngated(name)) {
				// it may not have been created yet
				beanFactory.getBean(name);
				this.waits.awaitIfUngated(name);
			}
		}
	}

	/**
	 * Waits for each bean that it gives.
	 */
	private static final class WaitingContext extends BeanExpressionContext {

		private final DependencyWaits waits;

		WaitingContext(BeanExpressionContext context, DependencyWaits waits) {
			super(context.getBeanFactory(), context.getScope());
			this.waits = waits;
		}

		@Override
		public @Nullable Object getObject(String key) {
			Object object = super.getObject(key);
			this.waits.awaitIfUngated(key);
			return object;
		}

		/**
		 * Not equal to what does not wait: the resolver keeps contexts.
		 */
		@Override
		public boolean equals(@Nullable Object other) {
			return other instanceof WaitingContext && super.equals(other);
		}

		@Override
		public int hashCode() {
			return super.hashCode();
		}

	}

}
