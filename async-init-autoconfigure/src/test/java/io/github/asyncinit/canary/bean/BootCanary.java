package io.github.asyncinit.canary.bean;

import org.springframework.boot.SpringApplication;

/**
 * Breaks the law: the integration knows Spring Boot.
 */
public class BootCanary {

	public SpringApplication knowsBoot() {
		return new SpringApplication();
	}

}
