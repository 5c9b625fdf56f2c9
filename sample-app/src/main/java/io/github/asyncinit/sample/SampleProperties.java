package io.github.asyncinit.sample;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the service.
 *
 * @param work how much the slow initializers do
 * @param latency how long each service of the stub server takes to answer, by its path
 * @param unavailable the services of the stub server that answer 503
 */
@ConfigurationProperties("sample")
public record SampleProperties(@DefaultValue("all") Work work, @DefaultValue Map<String, Duration> latency,
		@DefaultValue Set<String> unavailable) {

	/**
	 * How much the slow initializers do.
	 */
	public enum Work {

		/**
		 * All of their work.
		 */
		ALL,

		/**
		 * Nothing, which shows how long the rest of the start takes. The service then has
		 * no data to answer with.
		 */
		NONE

	}

}
