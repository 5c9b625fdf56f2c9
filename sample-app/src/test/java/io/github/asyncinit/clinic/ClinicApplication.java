package io.github.asyncinit.clinic;

import java.util.List;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.concurrent.ConcurrentMapCache;
import org.springframework.cache.support.SimpleCacheManager;
import org.springframework.context.annotation.Bean;

/**
 * The stack of many services: Flyway, JPA, repositories, caches, MVC and the actuator. It
 * knows nothing of asynchronous initialization.
 */
@SpringBootApplication
@EnableCaching
class ClinicApplication {

	@Bean
	CacheManager cacheManager() {
		SimpleCacheManager manager = new SimpleCacheManager();
		manager.setCaches(List.of(new ConcurrentMapCache("pets")));
		return manager;
	}

}
