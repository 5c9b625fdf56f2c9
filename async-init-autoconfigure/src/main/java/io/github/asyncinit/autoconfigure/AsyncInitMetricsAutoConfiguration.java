package io.github.asyncinit.autoconfigure;

import io.github.asyncinit.metrics.AsyncInitMetrics;
import io.github.asyncinit.timeline.TimelineRecorder;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the meters of a start.
 */
@AutoConfiguration(after = AsyncInitAutoConfiguration.class)
@ConditionalOnClass({ MeterRegistry.class, MeterBinder.class })
@ConditionalOnBean(TimelineRecorder.class)
public final class AsyncInitMetricsAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	AsyncInitMetrics asyncInitMetrics(TimelineRecorder recorder, AsyncInitProperties properties) {
		return new AsyncInitMetrics(recorder, properties.getMetrics().isPerBean());
	}

	@Bean
	StartupReadyListener asyncInitMetricsReadyListener(AsyncInitMetrics metrics) {
		return metrics::ready;
	}

}
