package io.github.asyncinit.bean;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.FactoryBean;

/**
 * Stands for a factory that cannot be proxied, because it is an
 * {@code AbstractFactoryBean}, with final methods. It is a factory of the same product,
 * but not of the same class: whoever wants the factory itself, by its class, does not
 * find it.
 */
final class GatedFactoryBean implements FactoryBean<Object> {

	private final FactoryBeanGate gate;

	private final FactoryBean<?> factory;

	GatedFactoryBean(FactoryBeanGate gate, FactoryBean<?> factory) {
		this.gate = gate;
		this.factory = factory;
	}

	@Override
	public @Nullable Object getObject() throws Exception {
		return this.gate.product();
	}

	@Override
	public @Nullable Class<?> getObjectType() {
		return this.factory.getObjectType();
	}

	@Override
	public boolean isSingleton() {
		this.gate.awaitOutsideOfLock();
		return this.factory.isSingleton();
	}

}
