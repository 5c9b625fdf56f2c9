package io.github.asyncinit.autoconfigure;

import io.github.asyncinit.OrderedAsyncScheduler;
import io.github.asyncinit.bean.AsyncBeanSelection;
import io.github.asyncinit.bean.AsyncInitBarrier;
import io.github.asyncinit.bean.AsyncInitBeanFactoryPostProcessor;
import io.github.asyncinit.bean.ConcurrentLifecycleStart;
import io.github.asyncinit.bean.TimelineListener;
import io.github.asyncinit.engine.DefaultOrderedAsyncScheduler;
import io.github.asyncinit.timeline.TimelineRecorder;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Role;
import org.springframework.core.SimpleAliasRegistry;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/**
 * Auto-configuration of asynchronous initialization: the scheduler bean, and what makes
 * beans with {@link io.github.asyncinit.AsyncInit} asynchronous.
 *
 * <p>
 * Parameters of beans that every start makes have the names of their beans, so that the
 * container does not look for their types. That would take time, and instantiate
 * FactoryBeans before there are post-processors.
 */
@AutoConfiguration
@EnableConfigurationProperties(AsyncInitProperties.class)
public final class AsyncInitAutoConfiguration {

	private static final String BOOT_CHART_ENDPOINT = "bootChartEndpoint";

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static BoundProperties asyncInitBoundProperties(Environment environment) {
		BoundProperties properties = BoundProperties.of(environment);
		properties.unknown().forEach(LogFactory.getLog(AsyncInitAutoConfiguration.class)::warn);
		return properties;
	}

	@Bean(Recorders.NAME)
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static TimelineRecorder asyncInitTimelineRecorder(Environment environment,
			BoundProperties asyncInitBoundProperties) {
		return Recorders.create(environment, asyncInitBoundProperties.properties());
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static TimelineListener asyncInitTimelineListener(TimelineRecorder asyncInitTimelineRecorder) {
		return new TimelineListener(asyncInitTimelineRecorder);
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static AsyncInitBeanFactoryPostProcessor asyncInitBeanFactoryPostProcessor(
			BoundProperties asyncInitBoundProperties) {
		AsyncInitProperties properties = asyncInitBoundProperties.properties();
		return new AsyncInitBeanFactoryPostProcessor(properties.isEnabled(), properties.getBarrier(),
				asyncInitBoundProperties.selection(), Schedulers::find, Schedulers::made, (beanFactory) -> {
					Recorders.remember(beanFactory);
					Schedulers.prefer(beanFactory);
					return beanFactory.getBean("asyncInitTimelineListener", TimelineListener.class);
				});
	}

	@Bean
	@Lazy
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static LazyInitializationExcludeFilter asyncInitLazyInitializationExcludeFilter(
			BoundProperties asyncInitBoundProperties, BeanFactory beanFactory) {
		AsyncBeanSelection selection = asyncInitBoundProperties.selection();
		return new AsyncBeanLazyExcludeFilter(asyncInitBoundProperties.properties().isEnabled(),
				(beanFactory instanceof SimpleAliasRegistry aliases) ? selection.canonical(aliases::canonicalName)
						: selection);
	}

	/**
	 * Made when it is needed first: many a start needs none. A child context has one of
	 * its own, for which it waits and which ends with it.
	 */
	@Bean
	@Lazy
	@ConditionalOnMissingBean(value = OrderedAsyncScheduler.class, search = SearchStrategy.CURRENT)
	static DefaultOrderedAsyncScheduler asyncInitScheduler(Environment environment,
			BoundProperties asyncInitBoundProperties, TimelineListener asyncInitTimelineListener) {
		return Schedulers.create(environment, asyncInitBoundProperties.properties(), asyncInitTimelineListener);
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static StartupMilestones asyncInitStartupMilestones(TimelineRecorder asyncInitTimelineRecorder) {
		return new StartupMilestones(asyncInitTimelineRecorder);
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	@Lazy
	BootChartSource asyncInitBootChartSource(BoundProperties asyncInitBoundProperties,
			TimelineRecorder asyncInitTimelineRecorder, ConfigurableListableBeanFactory beanFactory) {
		return new BootChartSource(asyncInitTimelineRecorder,
				() -> Predictions.request(asyncInitBoundProperties, beanFactory),
				asyncInitBoundProperties.properties().getReport().getDirectory());
	}

	@Bean
	@Lazy
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	StartupReport asyncInitStartupReport(Environment environment, BoundProperties asyncInitBoundProperties,
			BootChartSource asyncInitBootChartSource, ListableBeanFactory beanFactory) {
		return new StartupReport(asyncInitBootChartSource, asyncInitBoundProperties.properties().getReport(),
				isStructured(environment),
				() -> beanFactory.containsBean(BOOT_CHART_ENDPOINT) ? EndpointAddress.of(environment) : "");
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static ConcurrentLifecycleStart asyncInitConcurrentLifecycleStart(BoundProperties asyncInitBoundProperties) {
		AsyncInitProperties properties = asyncInitBoundProperties.properties();
		return new ConcurrentLifecycleStart(properties.getLifecycle().getConcurrentPhases(), properties.getTimeout());
	}

	/**
	 * Not a candidate, so that an application that asks for its one runner gets it.
	 */
	@Bean(autowireCandidate = false)
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static ReadyBarrier asyncInitReadyBarrier(AsyncInitBarrier asyncInitBarrier) {
		return new ReadyBarrier(asyncInitBarrier);
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static ReadyBarrier.Events asyncInitReadyBarrierEvents(AsyncInitBarrier asyncInitBarrier) {
		return new ReadyBarrier.Events(asyncInitBarrier);
	}

	private static boolean isStructured(Environment environment) {
		return (environment.containsProperty("logging.structured.format.console")
				|| environment.containsProperty("logging.structured.format.file"))
				&& ClassUtils.isPresent("org.slf4j.spi.LoggingEventBuilder",
						AsyncInitAutoConfiguration.class.getClassLoader());
	}

}
