package io.github.asyncinit.autoconfigure;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The address of the boot chart that the log tells.
 */
class EndpointAddressTests {

	@ParameterizedTest
	@CsvSource(nullValues = "none", value = { "none, /actuator/bootchart",
			"management.endpoints.web.base-path=/manage, /manage/bootchart",
			"management.endpoints.web.base-path=/, /bootchart",
			"management.endpoints.web.path-mapping.bootchart=boot, /actuator/boot",
			"server.servlet.context-path=/ctx, /ctx/actuator/bootchart",
			"server.servlet.context-path=/ctx spring.mvc.servlet.path=/mvc, /ctx/mvc/actuator/bootchart",
			"spring.webflux.base-path=/flux, /flux/actuator/bootchart",
			"management.server.port=8081 server.servlet.context-path=/ctx, /actuator/bootchart on port 8081",
			"management.server.port=8081 management.server.base-path=/admin, /admin/actuator/bootchart on port 8081",
			"management.server.port=0 local.management.port=40123 server.port=0, /actuator/bootchart on port 40123",
			"management.server.port=9000 server.port=9000, /actuator/bootchart",
			"management.server.port=8080, /actuator/bootchart", "management.server.port=-1, ''",
			"management.server.port=, /actuator/bootchart" })
	void isWhereBootPutsIt(String properties, String address) {
		MockEnvironment environment = new MockEnvironment();
		if (properties != null) {
			for (String property : properties.split(" ")) {
				String[] parts = property.split("=", 2);
				environment.setProperty(parts[0], parts[1]);
			}
		}

		assertThat(EndpointAddress.of(environment)).isEqualTo(address);
	}

}
