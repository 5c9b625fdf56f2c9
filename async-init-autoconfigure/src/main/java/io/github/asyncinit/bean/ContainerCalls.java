package io.github.asyncinit.bean;

import java.util.Iterator;

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
	 * on the current thread. Then the first one who called the part of the container that
	 * populates and initializes is the part that asks it to create a bean.
	 * @param inner whether it may be an inner bean, of which others have the definition
	 */
	static boolean isCreation(boolean inner) {
		return WALKER.walk((frames) -> isCreation(frames.iterator(), inner));
	}

	private static boolean isCreation(Iterator<StackWalker.StackFrame> frames, boolean inner) {
		StackWalker.StackFrame called = null;
		Class<?> caller = null;
		while (frames.hasNext()) {
			StackWalker.StackFrame frame = frames.next();
			Class<?> type = frame.getDeclaringClass();
			boolean factory = AbstractAutowireCapableBeanFactory.class.isAssignableFrom(type);
			if (factory && isOfTheContainer(type)) {
				if (caller != null) {
					return false;
				}
				called = frame;
			}
			else if (called != null && factory && frame.getMethodName().equals(called.getMethodName())) {
				// somebody's factory calls what it overrides, or has others do so
				caller = null;
			}
			else if (called != null && caller == null) {
				caller = type;
				if (caller == AbstractBeanFactory.class || inner && isOfTheContainer(caller)) {
					return true;
				}
			}
		}
		return false;
	}

	private static boolean isOfTheContainer(Class<?> type) {
		return type.getPackageName().equals(PACKAGE);
	}

}
