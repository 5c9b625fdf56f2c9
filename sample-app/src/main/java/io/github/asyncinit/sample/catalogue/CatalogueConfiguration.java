package io.github.asyncinit.sample.catalogue;

import io.github.asyncinit.AsyncInit;
import io.github.asyncinit.sample.init.InitializerLog;

import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The migration of the database, and what is built from all products.
 */
@Configuration(proxyBeanMethods = false)
class CatalogueConfiguration {

	@Bean
	FlywayMigrationStrategy flywayMigrationStrategy(InitializerLog log) {
		return (flyway) -> log.run("migration", flyway::migrate);
	}

	@Bean(initMethod = "build")
	@AsyncInit
	SearchIndex searchIndex(ProductCache cache, InitializerLog log) {
		return new SearchIndex(cache, log);
	}

	@Bean(initMethod = "build")
	@AsyncInit
	Suggestions suggestions(ProductCache cache, InitializerLog log) {
		return new Suggestions(cache, log);
	}

}
