package io.github.asyncinit.bean.fuzz;

import java.util.List;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.RuntimeBeanReference;
import org.springframework.beans.factory.support.ManagedList;
import org.springframework.beans.factory.support.RootBeanDefinition;

/**
 * Turns what is said of a bean into its definition.
 */
final class NodeDefinitions {

	/** The name of the bean that has the factory methods. */
	static final String CONFIGURATION = "configuration";

	private NodeDefinitions() {
	}

	static RootBeanDefinition of(NodeSpec node, NodeLog log) {
		RootBeanDefinition definition = new RootBeanDefinition();
		switch (node.kind()) {
			case COMPONENT -> definition.setBeanClass(Nodes.Component.class);
			case FINAL_CLASS -> definition.setBeanClass(Nodes.FinalComponent.class);
			case FACTORY_BEAN -> definition.setBeanClass(Nodes.Factory.class);
			case FACTORY_BEAN_OF_FINAL_CLASS -> definition.setBeanClass(Nodes.FactoryOfFinalClass.class);
			case DEFERRED_CONSTRUCTOR -> definition.setBeanClass(PlainNode.class);
			case STATIC_FACTORY_METHOD -> {
				definition.setBeanClass(Nodes.Configuration.class);
				definition.setFactoryMethodName("componentStatically");
			}
			case FACTORY_METHOD -> byMethod(definition, "component");
			case DEFERRED -> byMethod(definition, "plain");
			case DEFERRED_INTERFACE -> byMethod(definition, "plainBehindInterface");
			case DEFERRED_BY_ANNOTATION -> byMethod(definition, node.isAsynchronous() ? "annotatedPlain" : "plain");
		}
		definition.getConstructorArgumentValues().addIndexedArgumentValue(0, log);
		definition.getConstructorArgumentValues().addIndexedArgumentValue(1, node);
		definition.getConstructorArgumentValues().addIndexedArgumentValue(2, references(node.needs().byConstructor()));
		if (!node.kind().isDeferred()) {
			definition.getPropertyValues().add("later", references(node.needs().bySetter()));
			definition.getPropertyValues().add("circular", references(node.needs().circular()));
		}
		if (node.life() == NodeSpec.Life.PROTOTYPE) {
			definition.setScope(BeanDefinition.SCOPE_PROTOTYPE);
		}
		definition.setLazyInit(node.life() == NodeSpec.Life.LAZY);
		definition.setDependsOn(node.needs().dependsOn().toArray(String[]::new));
		definition.setInitMethodName("init");
		return definition;
	}

	private static void byMethod(RootBeanDefinition definition, String name) {
		definition.setFactoryBeanName(CONFIGURATION);
		definition.setFactoryMethodName(name);
	}

	private static ManagedList<RuntimeBeanReference> references(List<String> names) {
		ManagedList<RuntimeBeanReference> references = new ManagedList<>();
		names.forEach((name) -> references.add(new RuntimeBeanReference(name)));
		return references;
	}

}
