package io.github.asyncinit.autoconfigure;

import io.github.asyncinit.actuate.AsyncInitHealthIndicator;
import io.github.asyncinit.timeline.TimelineRecorder;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the health contributor {@code asyncInit}, which is off by
 * default.
 */
@AutoConfiguration(after = AsyncInitAutoConfiguration.class)
@ConditionalOnClass(HealthIndicator.class)
@ConditionalOnBean(TimelineRecorder.class)
@ConditionalOnProperty("async-init.health.enabled")
public final class AsyncInitHealthAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	AsyncInitHealthIndicator asyncInitHealthIndicator(TimelineRecorder recorder) {
		return new AsyncInitHealthIndicator(recorder);
	}

}
