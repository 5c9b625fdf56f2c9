package io.github.asyncinit.autoconfigure;

import io.github.asyncinit.timeline.Potential;
import io.github.asyncinit.timeline.PredictionRequest;
import io.github.asyncinit.timeline.Span;
import io.github.asyncinit.timeline.TimelineRecorder;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

class PredictionsTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(AsyncInitAutoConfiguration.class))
		.withBean("legacyClient", Client.class)
		.withBean("client", Client.class)
		.withBean("cache", Client.class);

	@Test
	void knowWhatIsExcludedAndWhatIsSelected() {
		this.runner.withPropertyValues("async-init.exclude=legacyClient", "async-init.beans=legacyClient,cache")
			.run((context) -> {
				PredictionRequest request = request(context);

				assertThat(request.next()).isTrue();
				assertThat(request.potentials().apply("legacyClient")).isEqualTo(Potential.NONE);
				assertThat(request.potentials().apply("client").callbacks()).isTrue();
				assertThat(request.potentials().apply("client").selected()).isFalse();
				assertThat(request.potentials().apply("cache").selected()).isTrue();
			});
	}

	@Test
	void knowWhenTheConstructorHadReturned() {
		this.runner.run((context) -> {
			Span span = context.getBean(TimelineRecorder.class)
				.timeline()
				.spans()
				.stream()
				.filter((each) -> each.name().equals("client"))
				.findFirst()
				.orElseThrow();

			assertThat(span.instantiated()).isBetween(span.start(), span.end());
		});
	}

	private static PredictionRequest request(AssertableApplicationContext context) {
		return Predictions.request(context.getBean(BoundProperties.class),
				context.getSourceApplicationContext().getBeanFactory());
	}

	static class Client implements InitializingBean {

		@Override
		public void afterPropertiesSet() {
		}

	}

}
