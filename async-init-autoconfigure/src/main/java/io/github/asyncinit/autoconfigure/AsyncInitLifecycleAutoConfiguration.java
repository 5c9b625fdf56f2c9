package io.github.asyncinit.autoconfigure;

import io.github.asyncinit.bean.NamedLifecycleProcessor;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.autoconfigure.context.LifecycleProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.support.AbstractApplicationContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Auto-configuration of the lifecycle processor where phases are started concurrently: as
 * Boot's, but the chart has the names of the beans.
 */
@AutoConfiguration(before = LifecycleAutoConfiguration.class)
@Conditional(AsyncInitLifecycleAutoConfiguration.OnConcurrentPhases.class)
@EnableConfigurationProperties(LifecycleProperties.class)
public final class AsyncInitLifecycleAutoConfiguration {

	@Bean(name = AbstractApplicationContext.LIFECYCLE_PROCESSOR_BEAN_NAME)
	@ConditionalOnMissingBean(name = AbstractApplicationContext.LIFECYCLE_PROCESSOR_BEAN_NAME,
			search = SearchStrategy.CURRENT)
	NamedLifecycleProcessor asyncInitLifecycleProcessor(LifecycleProperties properties) {
		NamedLifecycleProcessor processor = new NamedLifecycleProcessor();
		processor.setTimeoutPerShutdownPhase(properties.getTimeoutPerShutdownPhase().toMillis());
		return processor;
	}

	/**
	 * Whether there are such phases, in any form of a property, and asynchrony is on.
	 */
	static final class OnConcurrentPhases extends SpringBootCondition {

		@Override
		public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
			AsyncInitProperties properties = BoundProperties.of(context.getEnvironment()).properties();
			ConditionMessage.Builder message = ConditionMessage.forCondition("Concurrent lifecycle phases");
			if (!properties.isEnabled() || properties.getLifecycle().getConcurrentPhases().isEmpty()) {
				return ConditionOutcome.noMatch(message.because("there are none"));
			}
			return ConditionOutcome.match(message.foundExactly(properties.getLifecycle().getConcurrentPhases()));
		}

	}

}
