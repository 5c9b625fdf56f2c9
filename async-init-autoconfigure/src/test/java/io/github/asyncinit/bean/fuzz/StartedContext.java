package io.github.asyncinit.bean.fuzz;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.asyncinit.autoconfigure.AsyncInitAutoConfiguration;
import org.aopalliance.intercept.MethodInterceptor;
import org.assertj.core.util.Throwables;

import org.springframework.aop.framework.autoproxy.BeanNameAutoProxyCreator;
import org.springframework.beans.factory.config.RuntimeBeanReference;
import org.springframework.beans.factory.support.ManagedList;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;

/**
 * A random context, started and closed.
 *
 * @param log what happened
 * @param failure the message of the root cause of its failure, or an empty string
 * @param exception its failure, or {@code null}
 */
record StartedContext(NodeLog log, String failure, Throwable exception) {

	static StartedContext start(RandomContext random, boolean enabled) {
		NodeLog log = new NodeLog();
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		context.setAllowCircularReferences(random.seed() % 3 == 0);
		context.getEnvironment()
			.getPropertySources()
			.addFirst(new MapPropertySource("fuzz", properties(random, enabled)));
		context.register(AsyncInitAutoConfiguration.class);
		context.registerBean("configuration", Nodes.Configuration.class);
		context.registerBean("interceptor", MethodInterceptor.class, () -> (invocation) -> invocation.proceed());
		context.registerBean("autoProxyCreator", BeanNameAutoProxyCreator.class, () -> autoProxyCreator(random));
		random.nodes().forEach((node) -> context.registerBeanDefinition(node.name(), definition(node, log)));
		try (context) {
			context.refresh();
			return new StartedContext(log, "", null);
		}
		catch (RuntimeException ex) {
			return new StartedContext(log, String.valueOf(Throwables.getRootCause(ex).getMessage()), ex);
		}
	}

	private static Map<String, Object> properties(RandomContext random, boolean enabled) {
		Map<String, Object> properties = new LinkedHashMap<>();
		properties.put("async-init.enabled", enabled);
		properties.put("async-init.threads", 2 + (int) (random.seed() % 3));
		properties.put("async-init.timeout", "20s");
		List<String> beans = new ArrayList<>();
		for (NodeSpec node : random.nodes()) {
			if (node.asynchronous()) {
				beans.add(node.name());
				String prefix = "async-init.settings." + node.name() + ".";
				properties.put(prefix + "domain", node.domain());
				properties.put(prefix + "in-order", node.inOrder());
				properties.put(prefix + "creation", node.kind().isDeferred());
				properties.put(prefix + "gate", node.ungated() ? "dependents" : "proxy");
			}
		}
		properties.put("async-init.beans", String.join(",", beans));
		return properties;
	}

	private static BeanNameAutoProxyCreator autoProxyCreator(RandomContext random) {
		BeanNameAutoProxyCreator creator = new BeanNameAutoProxyCreator();
		String[] names = random.nodes().stream().filter(NodeSpec::proxied).map(NodeSpec::name).toArray(String[]::new);
		creator.setBeanNames((names.length > 0) ? names : new String[] { "nobody" });
		creator.setInterceptorNames("interceptor");
		creator.setProxyTargetClass(random.seed() % 2 == 0);
		return creator;
	}

	private static RootBeanDefinition definition(NodeSpec node, NodeLog log) {
		RootBeanDefinition definition = new RootBeanDefinition();
		switch (node.kind()) {
			case COMPONENT -> definition.setBeanClass(Nodes.Component.class);
			case FINAL_CLASS -> definition.setBeanClass(Nodes.FinalComponent.class);
			case FACTORY_BEAN -> definition.setBeanClass(Nodes.Factory.class);
			case STATIC_FACTORY_METHOD -> {
				definition.setBeanClass(Nodes.Configuration.class);
				definition.setFactoryMethodName("createStatically");
			}
			case FACTORY_METHOD -> {
				definition.setFactoryBeanName("configuration");
				definition.setFactoryMethodName("create");
			}
			case DEFERRED -> {
				definition.setFactoryBeanName("configuration");
				definition.setFactoryMethodName("createDeferred");
			}
			case DEFERRED_INTERFACE -> {
				definition.setFactoryBeanName("configuration");
				definition.setFactoryMethodName("createBehindInterface");
			}
		}
		definition.getConstructorArgumentValues().addIndexedArgumentValue(0, log);
		definition.getConstructorArgumentValues().addIndexedArgumentValue(1, node);
		definition.getConstructorArgumentValues().addIndexedArgumentValue(2, references(node.byConstructor()));
		if (!node.kind().isDeferred()) {
			definition.getPropertyValues().add("later", references(node.bySetter()));
		}
		definition.setDependsOn(node.dependsOn().toArray(String[]::new));
		definition.setInitMethodName("init");
		return definition;
	}

	private static ManagedList<RuntimeBeanReference> references(List<String> names) {
		ManagedList<RuntimeBeanReference> references = new ManagedList<>();
		names.forEach((name) -> references.add(new RuntimeBeanReference(name)));
		return references;
	}

}
