package io.github.asyncinit.sample;

import java.util.List;

import io.github.asyncinit.sample.payment.PaymentRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class UnavailablePartnerTests {

	@Test
	void startsWithoutWhatIsNotRequired() {
		try (ConfigurableApplicationContext context = start("newsletter")) {
			assertThat(context.getBean(PaymentRegistry.class).providers())
				.isEqualTo(List.of("card", "invoice", "wallet"));
		}
	}

	@Test
	void doesNotStartWithoutWhatIsRequired() {
		assertThatExceptionOfType(Exception.class).isThrownBy(() -> start("licence").close())
			.havingRootCause()
			.withMessageContaining("503");
	}

	private static ConfigurableApplicationContext start(String unavailable) {
		return new SpringApplicationBuilder(SampleApplication.class).web(WebApplicationType.NONE)
			.profiles("fast")
			.run("--sample.unavailable=" + unavailable);
	}

}
