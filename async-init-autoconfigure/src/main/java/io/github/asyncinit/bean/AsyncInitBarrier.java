package io.github.asyncinit.bean;

import io.github.asyncinit.timeline.Milestone;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationContextAware;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.ApplicationContextEvent;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.core.Ordered;
import org.springframework.util.Assert;

/**
 * Waits for all required entries before control passes to code that knows nothing of
 * asynchrony. The primary full synchronize is where {@link BarrierMode} says; when the
 * context is refreshed there is a second one, for what was scheduled since.
 *
 * <p>
 * Events of child contexts reach the listeners of their parents too, and are passed by.
 */
public class AsyncInitBarrier implements SmartInitializingSingleton, SmartLifecycle,
		ApplicationListener<ApplicationContextEvent>, ApplicationContextAware, BeanFactoryAware, Ordered {

	private @Nullable ApplicationContext context;

	private @Nullable AsyncBeans beans;

	private @Nullable AsyncBeanDestruction destruction;

	private volatile boolean running;

	@Override
	public void setApplicationContext(ApplicationContext context) {
		this.context = context;
	}

	@Override
	public void setBeanFactory(BeanFactory beanFactory) {
		this.beans = AsyncBeans.of(beanFactory);
		this.destruction = AsyncBeanDestruction.of(beanFactory);
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public void afterSingletonsInstantiated() {
		barrier().singletonsCreated();
		barrier().passIf(BarrierMode.SINGLETONS);
	}

	@Override
	public void start() {
		this.running = true;
		barrier().passIf(BarrierMode.LIFECYCLE);
	}

	@Override
	public void stop() {
		this.running = false;
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public boolean isPauseable() {
		return false;
	}

	@Override
	public int getPhase() {
		return Integer.MIN_VALUE;
	}

	@Override
	public void onApplicationEvent(ApplicationContextEvent event) {
		if (event.getApplicationContext() != this.context) {
			return;
		}
		if (event instanceof ContextRefreshedEvent) {
			barrier().pass();
			barrier().started();
			beans().recorder().milestone(Milestone.REFRESHED);
		}
		else if (event instanceof ContextClosedEvent && this.destruction != null) {
			this.destruction.close();
		}
	}

	/**
	 * Waits for all entries of registered domains.
	 */
	public void synchronize() {
		barrier().synchronize();
	}

	/**
	 * The application is about to run its runners: from now on, what the asynchronous
	 * ones among them do is an entry.
	 */
	public void beginRunners() {
		beans().submissions().runs().begin();
	}

	/**
	 * The application has run its runners: waits for their entries, and from now on
	 * runners just run.
	 */
	public void endRunners() {
		beans().submissions().runs().end();
		synchronize();
	}

	private StartBarrier barrier() {
		return beans().barrier();
	}

	private AsyncBeans beans() {
		Assert.state(this.beans != null, "The barrier was made outside of a bean factory");
		return this.beans;
	}

}
