package org.springframework.orm.jpa;

import org.springframework.core.task.AsyncTaskExecutor;

/**
 * In place of the one of spring-orm, which these tests do without: it is known by its
 * name.
 */
public abstract class AbstractEntityManagerFactoryBean {

	private AsyncTaskExecutor bootstrapExecutor;

	public AsyncTaskExecutor getBootstrapExecutor() {
		return this.bootstrapExecutor;
	}

	public void setBootstrapExecutor(AsyncTaskExecutor bootstrapExecutor) {
		this.bootstrapExecutor = bootstrapExecutor;
	}

}
