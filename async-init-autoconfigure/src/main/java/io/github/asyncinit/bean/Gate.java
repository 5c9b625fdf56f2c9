package io.github.asyncinit.bean;

import org.springframework.cglib.proxy.Dispatcher;

/**
 * Lets calls through to a bean, the first one only when the bean is complete. Called by
 * the bean's proxy at every call; once open, that is one read of a volatile field.
 *
 * <p>
 * <strong>Thread safety.</strong> What the initializer did happens-before every call that
 * is let through, except for calls by the initializer itself.
 */
final class Gate implements Dispatcher {

	private final AsyncBean bean;

	private final Object target;

	private volatile boolean open;

	/**
	 * Creates a closed gate.
	 * @param bean the bean
	 * @param target what the container would have exposed without the gate
	 */
	Gate(AsyncBean bean, Object target) {
		this.bean = bean;
		this.target = target;
	}

	@Override
	public Object loadObject() {
		return this.open ? this.target : pass();
	}

	private Object pass() {
		if (this.bean.isInitializingHere()) {
			return this.target;
		}
		this.bean.await();
		this.open = true;
		return this.target;
	}

}
