package io.github.asyncinit.bean;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;

/**
 * Says why a bean stays synchronous where a setting of Boot's is behind it, and which
 * setting would do better. Reasons are clauses, to follow "because".
 */
final class BetterWays {

	private static final String JPA_BOOTSTRAP = "spring.jpa.bootstrap";

	private static final String REPOSITORIES_BOOTSTRAP = "spring.data.jpa.repositories.bootstrap-mode";

	private static final String REPOSITORY_FACTORY = "org.springframework.data.repository.core.support.RepositoryFactoryBeanSupport";

	private static final String SCRIPTS = "org.springframework.boot.jdbc.init.DataSourceScriptDatabaseInitializer";

	private static final String DEFAULT = "default";

	private final BeanFactory beanFactory;

	BetterWays(ConfigurableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	/**
	 * Why a bean that bootstraps itself does so without us.
	 */
	String bootstrapsElsewhere() {
		String property = isSet(JPA_BOOTSTRAP) ? JPA_BOOTSTRAP : REPOSITORIES_BOOTSTRAP;
		if (!isSet(property)) {
			return "the application has set its bootstrapExecutor, where nothing waits for it before the application "
					+ "is ready: without that, it bootstraps as an entry";
		}
		return property + "=" + property(property) + " has it bootstrap on the application's own executor, "
				+ "where nothing waits for it before the application is ready: without that, it bootstraps as an entry";
	}

	/**
	 * Why a bean is created after the singletons.
	 */
	String createdLate(RootBeanDefinition definition, Class<?> beanType) {
		String reason = "it is created after the singletons";
		if (isA(beanType, REPOSITORY_FACTORY) && isSet(REPOSITORIES_BOOTSTRAP)) {
			return reason + ", as " + REPOSITORIES_BOOTSTRAP + "=" + property(REPOSITORIES_BOOTSTRAP)
					+ " asks for: with the mode 'default' it is initialized as an entry";
		}
		return definition.isLazyInit() ? reason + ", since it is lazy: make it eager" : reason;
	}

	/**
	 * Why no gate can stand in front of a bean.
	 * @param obstacle what is in its way
	 */
	static String withoutGate(Class<?> beanType, String obstacle) {
		return isA(beanType, SCRIPTS)
				? obstacle + ": since it is only ever depended on, gate=dependents makes it an entry, and without "
						+ "scripts, spring.sql.init.mode=never does without it"
				: obstacle;
	}

	private boolean isSet(String property) {
		String value = property(property);
		return value != null && !DEFAULT.equalsIgnoreCase(value);
	}

	private @Nullable String property(String name) {
		return this.beanFactory.containsBean(ConfigurableApplicationContext.ENVIRONMENT_BEAN_NAME)
				? this.beanFactory.getBean(ConfigurableApplicationContext.ENVIRONMENT_BEAN_NAME, Environment.class)
					.getProperty(name)
				: null;
	}

	private static boolean isA(Class<?> beanType, String className) {
		for (Class<?> type = beanType; type != null; type = type.getSuperclass()) {
			if (className.equals(type.getName())) {
				return true;
			}
		}
		return false;
	}

}
