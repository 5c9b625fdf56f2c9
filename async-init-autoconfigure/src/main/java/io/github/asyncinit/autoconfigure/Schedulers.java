package io.github.asyncinit.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.github.asyncinit.OrderedAsyncScheduler;
import io.github.asyncinit.bean.ContextCarriers;
import io.github.asyncinit.bean.EntryListeners;
import io.github.asyncinit.bean.EntryThreadNames;
import io.github.asyncinit.bean.FlightRecorder;
import io.github.asyncinit.bean.KernelDebugLog;
import io.github.asyncinit.bean.ProgressLog;
import io.github.asyncinit.bean.TimelineListener;
import io.github.asyncinit.engine.AsyncSchedulerBuilder;
import io.github.asyncinit.engine.DefaultOrderedAsyncScheduler;
import io.github.asyncinit.engine.EntryListener;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.thread.Threading;
import org.springframework.core.env.Environment;
import org.springframework.core.task.VirtualThreadTaskExecutor;
import org.springframework.util.ClassUtils;

/**
 * Makes the scheduler of a context, and finds it.
 */
final class Schedulers {

	/** The name of our own scheduler bean. */
	private static final String NAME = "asyncInitScheduler";

	/** How the names of virtual threads begin. */
	private static final String VIRTUAL = "asyncinit-";

	private Schedulers() {
	}

	static DefaultOrderedAsyncScheduler create(Environment environment, AsyncInitProperties properties,
			TimelineListener listener) {
		AsyncSchedulerBuilder builder = DefaultOrderedAsyncScheduler.builder()
			.listener(listeners(environment, properties, listener))
			.home(listener.main())
			.exclusiveDomains(exclusiveDomains(properties))
			.maxPending(properties.getMaxPending())
			.saturation(properties.getSaturation());
		if (!properties.isEnabled()) {
			return builder.nonBlockingExecutor(Runnable::run).timeout(Duration.ZERO).withoutWatchdog().build();
		}
		builder.timeout(properties.getTimeout()).timeoutPolicy(properties.getOnTimeout());
		if (properties.getThreads() != null) {
			builder.threads(properties.getThreads());
		}
		if (isVirtual(environment, properties)) {
			builder.nonBlockingExecutor(new VirtualThreadTaskExecutor(VIRTUAL));
		}
		Duration delay = properties.getProgress().getInitialDelay();
		if (!delay.isZero()) {
			builder.progress(new ProgressLog(listener::holders), delay, properties.getProgress().getMaxInterval());
		}
		ContextCarriers.available(Schedulers.class.getClassLoader()).ifPresent(builder::decorator);
		return builder.build();
	}

	private static EntryListener listeners(Environment environment, AsyncInitProperties properties,
			TimelineListener timeline) {
		List<EntryListener> listeners = new ArrayList<>();
		if (isVirtual(environment, properties)) {
			listeners.add(new EntryThreadNames(VIRTUAL));
		}
		listeners.add(timeline);
		if (properties.isDebug()) {
			listeners.add(new KernelDebugLog());
		}
		if (ClassUtils.isPresent("jdk.jfr.Event", Schedulers.class.getClassLoader())) {
			listeners.add(new FlightRecorder());
		}
		return new EntryListeners(listeners);
	}

	private static Set<String> exclusiveDomains(AsyncInitProperties properties) {
		return properties.getDomains()
			.entrySet()
			.stream()
			.filter((domain) -> domain.getValue().isExclusive())
			.map(Map.Entry::getKey)
			.collect(Collectors.toSet());
	}

	static boolean isVirtual(Environment environment, AsyncInitProperties properties) {
		Boolean asked = properties.getVirtualThreads();
		return (asked != null) ? asked : Threading.VIRTUAL.isActive(environment);
	}

	/**
	 * Lets injection prefer our scheduler bean to those of parent contexts. One of the
	 * same name it does not see, but the application's own has another.
	 */
	static void prefer(BeanFactory beanFactory) {
		if (beanFactory instanceof ConfigurableListableBeanFactory factory && factory.containsBeanDefinition(NAME)
				&& factory.getParentBeanFactory() instanceof ListableBeanFactory parent
				&& !Set.of(NAME)
					.containsAll(List.of(BeanFactoryUtils.beanNamesForTypeIncludingAncestors(parent,
							OrderedAsyncScheduler.class, true, false)))) {
			factory.getBeanDefinition(NAME).setPrimary(true);
		}
	}

	/**
	 * Returns the scheduler beans that have been made, whoever has made them.
	 */
	static List<OrderedAsyncScheduler> made(ConfigurableListableBeanFactory beanFactory) {
		String[] names = beanFactory.containsBeanDefinition(NAME) ? new String[] { NAME }
				: beanFactory.getBeanNamesForType(OrderedAsyncScheduler.class, true, false);
		return Arrays.stream(names)
			.filter(beanFactory::containsSingleton)
			.map((name) -> beanFactory.getBean(name, OrderedAsyncScheduler.class))
			.toList();
	}

	/**
	 * Finds the scheduler bean, without instantiating FactoryBeans where it is the only
	 * one.
	 */
	static OrderedAsyncScheduler find(BeanFactory beanFactory) {
		if (beanFactory instanceof ConfigurableListableBeanFactory factory && factory.containsBeanDefinition(NAME)) {
			return beanFactory.getBean(NAME, OrderedAsyncScheduler.class);
		}
		if (beanFactory instanceof ListableBeanFactory listable) {
			String[] names = listable.getBeanNamesForType(OrderedAsyncScheduler.class, true, false);
			if (names.length == 1) {
				return beanFactory.getBean(names[0], OrderedAsyncScheduler.class);
			}
		}
		return beanFactory.getBean(OrderedAsyncScheduler.class);
	}

}
