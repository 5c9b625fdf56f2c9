package io.github.asyncinit.autoconfigure;

import io.github.asyncinit.actuate.BootChartEndpoint;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the endpoint {@code bootchart}.
 */
@AutoConfiguration(after = AsyncInitAutoConfiguration.class)
@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnAvailableEndpoint(BootChartEndpoint.class)
@ConditionalOnBean(BootChartSource.class)
public final class BootChartEndpointAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	BootChartEndpoint bootChartEndpoint(BootChartSource charts, AsyncInitProperties properties) {
		return new BootChartEndpoint(charts, properties.getReport().thresholdMillis());
	}

}
