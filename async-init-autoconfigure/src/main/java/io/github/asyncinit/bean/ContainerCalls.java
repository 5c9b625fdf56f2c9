package io.github.asyncinit.bean;

import org.springframework.beans.factory.support.AbstractAutowireCapableBeanFactory;
import org.springframework.beans.factory.support.AbstractBeanFactory;

/**
 * Tells whose call the container works on an object for: its own, because it creates a
 * bean, or that of somebody who hands it an object, or a class, and a name. The stack is
 * what tells: an object may be replaced before it is shown, and whoever makes it may have
 * the container initialize others meanwhile, or itself.
 */
final class ContainerCalls {

	private static final StackWalker WALKER = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

	private static final String PACKAGE = AbstractBeanFactory.class.getPackageName();

	private ContainerCalls() {
	}

	/**
	 * Whether the container creates a bean, asked by a post-processor that it has called
	 * on the current thread.
	 * @param inner whether it may be an inner bean, of which others have the definition
	 */
	static boolean isCreation(boolean inner) {
		Class<?> caller = WALKER.walk((frames) -> frames.map(StackWalker.StackFrame::getDeclaringClass)
			.dropWhile((type) -> !isFactory(type))
			.dropWhile(ContainerCalls::isFactory)
			.findFirst()
			.orElse(null));
		return caller == AbstractBeanFactory.class
				|| inner && caller != null && caller.getPackageName().equals(PACKAGE);
	}

	/**
	 * Whether a class is of the part of the container that populates and initializes.
	 * What asks it to create a bean is no such part.
	 */
	private static boolean isFactory(Class<?> type) {
		return AbstractAutowireCapableBeanFactory.class.isAssignableFrom(type);
	}

}
