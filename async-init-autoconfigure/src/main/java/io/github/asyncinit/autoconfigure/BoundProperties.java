package io.github.asyncinit.autoconfigure;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.asyncinit.AsyncDomain;
import io.github.asyncinit.bean.AsyncBeanSelection;
import io.github.asyncinit.bean.AsyncBeanSettings;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.system.JavaVersion;
import org.springframework.core.env.Environment;

/**
 * The properties of a context, read once, where no bean may be created yet.
 *
 * @param properties the properties
 * @param unknown what to say of properties that do not exist
 */
record BoundProperties(AsyncInitProperties properties, List<String> unknown) {

	private static final String PREFIX = "async-init";

	/**
	 * Reads them. A start that sets none does not pay for a binder.
	 * @throws InvalidConfigurationPropertyValueException if the barrier were to wait for
	 * next to nothing, or if there are no virtual threads
	 */
	static BoundProperties of(Environment environment) {
		if (!isAnySet(environment)) {
			return new BoundProperties(new AsyncInitProperties(), List.of());
		}
		UnknownProperties unknown = new UnknownProperties();
		AsyncInitProperties properties = Binder.get(environment)
			.bindOrCreate(PREFIX, Bindable.of(AsyncInitProperties.class), unknown);
		checkDomains(properties);
		checkThreads(properties);
		return new BoundProperties(properties, unknown.messages());
	}

	private static void checkDomains(AsyncInitProperties properties) {
		AsyncInitProperties.Domain domain = properties.getDomains().get(AsyncDomain.DEFAULT_NAME);
		if (domain != null && domain.isExclusive()) {
			throw new InvalidConfigurationPropertyValueException(
					PREFIX + ".domains." + AsyncDomain.DEFAULT_NAME + ".exclusive", true,
					"The application would be ready before its beans are: all entries are in this domain unless they"
							+ " are given another, and nobody waits for an exclusive one. Where that is meant for some,"
							+ " give them a domain of another name, such as " + PREFIX
							+ ".settings.<name>.domain=background, and make that exclusive.");
		}
	}

	private static void checkThreads(AsyncInitProperties properties) {
		JavaVersion version = JavaVersion.getJavaVersion();
		if (properties.isEnabled() && Boolean.TRUE.equals(properties.getVirtualThreads())
				&& version.isOlderThan(JavaVersion.TWENTY_ONE)) {
			throw new InvalidConfigurationPropertyValueException(PREFIX + ".virtual-threads", true,
					"Virtual threads need Java 21 or later, and this is Java " + version
							+ ". Remove the property: then it follows spring.threads.virtual.enabled, which is of no"
							+ " effect before Java 21.");
		}
	}

	private static boolean isAnySet(Environment environment) {
		ConfigurationPropertyName prefix = ConfigurationPropertyName.of(PREFIX);
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
			if (source.containsDescendantOf(prefix) != ConfigurationPropertyState.ABSENT) {
				return true;
			}
		}
		return false;
	}

	AsyncBeanSelection selection() {
		if (this.properties.getBeans().isEmpty() && this.properties.getExclude().isEmpty()
				&& this.properties.getSettings().isEmpty() && !this.properties.isHoist()) {
			return AsyncBeanSelection.ANNOTATED_ONLY;
		}
		Map<String, AsyncBeanSettings> settings = new LinkedHashMap<>();
		this.properties.getSettings()
			.forEach((name, of) -> settings.put(name, new AsyncBeanSettings(of.getDomain(), of.getInOrder(),
					of.getAfter(), of.getRequired(), of.getTimeout(), of.getHoist(), of.getGate(), of.getCreation())));
		return new AsyncBeanSelection(this.properties.getBeans(), this.properties.getExclude(), settings,
				this.properties.isHoist());
	}

}
