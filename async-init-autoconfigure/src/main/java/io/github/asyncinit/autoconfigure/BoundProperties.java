package io.github.asyncinit.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;

import io.github.asyncinit.bean.AsyncBeanSelection;
import io.github.asyncinit.bean.AsyncBeanSettings;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * Reads the properties where no bean may be created yet.
 */
final class BoundProperties {

	private BoundProperties() {
	}

	static AsyncInitProperties bind(Environment environment) {
		return Binder.get(environment).bindOrCreate("async-init", AsyncInitProperties.class);
	}

	static AsyncBeanSelection selection(AsyncInitProperties properties) {
		Map<String, AsyncBeanSettings> settings = new LinkedHashMap<>();
		properties.getSettings()
			.forEach((name, of) -> settings.put(name, new AsyncBeanSettings(of.getDomain(), of.getInOrder(),
					of.getAfter(), of.getRequired(), of.getTimeout(), of.getHoist(), of.getGate(), of.getCreation())));
		return new AsyncBeanSelection(properties.getBeans(), properties.getExclude(), settings, properties.isHoist());
	}

}
